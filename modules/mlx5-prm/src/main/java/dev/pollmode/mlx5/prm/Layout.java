package dev.pollmode.mlx5.prm;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/// What lies where in a struct of the device.
///
/// A class that describes a struct holds one of these and takes its fields from it:
///
/// ```java
/// public static final Layout LAYOUT = Layout.struct("rx_hash_field_select", 0x4);
/// public static final Field L3_PROT_TYPE = LAYOUT.bits("l3_prot_type", 0x00, 31, 31);
/// ```
///
/// Immutable once the class that holds it is initialised.
public final class Layout {
    private static final int NO_OPCODE = -1;

    private final String name;
    private final int opcode;
    private final int size;
    private final List<Field> fields = new ArrayList<>();
    private final List<LongField> longFields = new ArrayList<>();
    private final List<Block> blocks = new ArrayList<>();

    private Layout(final String name, final int opcode, final int size) {
        this.name = name;
        this.opcode = opcode;
        this.size = size;
    }

    /// {@return the layout of a struct}
    ///
    /// @param name the name the public headers give it
    /// @param size in bytes
    public static Layout struct(final String name, final int size) {
        return new Layout(name, NO_OPCODE, size);
    }

    /// {@return the layout of a command's input; it begins with the fields of [CommandHeader]}
    ///
    /// @param name the name the public headers give it
    /// @param opcode of the command
    /// @param size in bytes, without lists
    public static Layout input(final String name, final int opcode, final int size) {
        return new Layout(name, opcode, size);
    }

    /// {@return the layout of a command's output; it begins with status and syndrome of [CommandHeader]}
    ///
    /// @param name the name the public headers give it
    /// @param size in bytes, without lists
    public static Layout output(final String name, final int size) {
        return new Layout(name, NO_OPCODE, size);
    }

    Field bits(final String field, final int offset, final int high, final int low) {
        final Field declared = new Field(field, offset, high, low);
        fields.add(declared);
        return declared;
    }

    LongField quad(final String field, final int offset) {
        final LongField declared = new LongField(field, offset);
        longFields.add(declared);
        return declared;
    }

    Block bytes(final String field, final int offset, final int length) {
        return add(new Block(field, offset, length, null, false));
    }

    Block struct(final String field, final int offset, final Layout layout) {
        return add(new Block(field, offset, layout.size(), layout, false));
    }

    Block list(final String field, final int offset, final int elementLength) {
        return add(new Block(field, offset, elementLength, null, true));
    }

    private Block add(final Block block) {
        blocks.add(block);
        return block;
    }

    /// {@return the name the public headers give this struct}
    public String name() {
        return name;
    }

    /// {@return the length in bytes, without lists}
    public int size() {
        return size;
    }

    /// {@return the bit fields, in the order of their declaration}
    public List<Field> fields() {
        return Collections.unmodifiableList(fields);
    }

    /// {@return the 64-bit fields, in the order of their declaration}
    public List<LongField> longFields() {
        return Collections.unmodifiableList(longFields);
    }

    /// {@return nested structs, plain bytes and lists, in the order of their declaration}
    public List<Block> blocks() {
        return Collections.unmodifiableList(blocks);
    }

    /// {@return a new struct of this layout, all zero but for the opcode of a command's input}
    public Struct allocate() {
        return allocate(0);
    }

    /// {@return a new struct of this layout with room for lists, all zero but for the opcode of a command's input}
    ///
    /// @param listBytes length of the lists that follow the fixed part
    public Struct allocate(final int listBytes) {
        final Struct struct = Struct.of(new byte[size + listBytes]);
        if (opcode != NO_OPCODE) {
            struct.set(CommandHeader.OPCODE, opcode);
        }
        return struct;
    }

    @Override
    public String toString() {
        return name;
    }
}
