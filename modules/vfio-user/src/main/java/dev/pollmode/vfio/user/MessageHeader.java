package dev.pollmode.vfio.user;

import static java.lang.foreign.ValueLayout.JAVA_INT_UNALIGNED;
import static java.lang.foreign.ValueLayout.JAVA_SHORT_UNALIGNED;

import java.lang.foreign.MemoryLayout;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.StructLayout;
import java.lang.invoke.VarHandle;

/// What every message begins with.
///
/// | offset | size | field     | meaning                                                        |
/// |-------:|-----:|-----------|----------------------------------------------------------------|
/// |      0 |    2 | `id`      | chosen by the sender of a command, repeated in its reply       |
/// |      2 |    2 | `command` | a constant of [Command]                                        |
/// |      4 |    4 | `size`    | of the whole message, this header included                     |
/// |      8 |    4 | `flags`   | type in bits 0 to 3, [#NO_REPLY], [#ERROR]                     |
/// |     12 |    4 | `error`   | errno of a reply that has [#ERROR]; reserved in a command      |
///
/// vfio-user, section "Header".
///
/// @param id      of the command, 0 to 65535
/// @param command what is asked, 0 to 65535
/// @param size    of the message in bytes; unsigned
/// @param flags   see above
/// @param error   an errno or 0
record MessageHeader(int id, int command, int size, int flags, int error) {
    static final StructLayout LAYOUT = MemoryLayout.structLayout(
        JAVA_SHORT_UNALIGNED.withName("id"),
        JAVA_SHORT_UNALIGNED.withName("command"),
        JAVA_INT_UNALIGNED.withName("size"),
        JAVA_INT_UNALIGNED.withName("flags"),
        JAVA_INT_UNALIGNED.withName("error")).withName("header");

    static final int SIZE = 16;

    static final int TYPE_MASK = 0xf;
    static final int TYPE_COMMAND = 0;
    static final int TYPE_REPLY = 1;
    static final int NO_REPLY = 0x10;
    static final int ERROR = 0x20;

    private static final VarHandle ID = Wire.field(LAYOUT, "id");
    private static final VarHandle COMMAND = Wire.field(LAYOUT, "command");
    private static final VarHandle MESSAGE_SIZE = Wire.field(LAYOUT, "size");
    private static final VarHandle FLAGS = Wire.field(LAYOUT, "flags");
    private static final VarHandle ERROR_NO = Wire.field(LAYOUT, "error");

    static MessageHeader read(final MemorySegment from) {
        return new MessageHeader(Short.toUnsignedInt((short) ID.get(from)), Short.toUnsignedInt((short) COMMAND.get(from)),
            (int) MESSAGE_SIZE.get(from), (int) FLAGS.get(from), (int) ERROR_NO.get(from));
    }

    void write(final MemorySegment to) {
        write(to, id, command, size, flags, error);
    }

    /// Writes the fields without an object for them.
    static void write(final MemorySegment to, final int id, final int command, final int size, final int flags, final int error) {
        ID.set(to, (short) id);
        COMMAND.set(to, (short) command);
        MESSAGE_SIZE.set(to, size);
        FLAGS.set(to, flags);
        ERROR_NO.set(to, error);
    }

    boolean isCommand() {
        return (flags & TYPE_MASK) == TYPE_COMMAND;
    }

    boolean isReply() {
        return (flags & TYPE_MASK) == TYPE_REPLY;
    }

    boolean wantsReply() {
        return (flags & NO_REPLY) == 0;
    }

    boolean failed() {
        return (flags & ERROR) != 0;
    }

    /// {@return the length of what follows the header; negative when the size does not even hold the header}
    long payloadLength() {
        return Integer.toUnsignedLong(size) - SIZE;
    }
}
