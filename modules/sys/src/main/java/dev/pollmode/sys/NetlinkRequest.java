package dev.pollmode.sys;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/// Builds a netlink message: the struct of its type, then attributes, which may be nested.
///
/// ```java
/// final NetlinkRequest request = new NetlinkRequest("RTM_NEWLINK(veth0)", RTM_NEWLINK, NetlinkRequest.CREATE | NetlinkRequest.EXCL);
/// request.header(IfInfoMsg.SIZE);
/// request.put(IFLA_IFNAME, "veth0").nest(IFLA_LINKINFO, () -> request.put(IFLA_INFO_KIND, "veth"));
/// ```
///
/// Used once, by one thread. Layout: netlink(7).
public final class NetlinkRequest {
    /// `NLM_F_REQUEST`.
    public static final int REQUEST = 0x1;
    /// `NLM_F_ACK`: answer with an acknowledgement.
    public static final int ACK = 0x4;
    /// `NLM_F_ECHO`: answer also with the notification that others get.
    public static final int ECHO = 0x8;
    /// `NLM_F_REPLACE`: replace what exists.
    public static final int REPLACE = 0x100;
    /// `NLM_F_EXCL`: do not touch what exists, fail with `EEXIST`.
    public static final int EXCL = 0x200;
    /// `NLM_F_CREATE`: make what does not exist.
    public static final int CREATE = 0x400;
    /// `NLM_F_DUMP`: answer with all entries.
    public static final int DUMP = 0x300;

    private static final int ATTRIBUTE_HEADER = 4;
    private static final int MAX_ATTRIBUTE = 0xffff;
    private static final int NESTED = 0x8000;

    private final String operation;
    // Of longs, so that every field of the message is aligned.
    private long[] words = new long[32];
    private MemorySegment memory = MemorySegment.ofArray(words);
    private int length;

    /// @param operation the request and its object, for the messages of exceptions: `RTM_NEWLINK(veth0)`
    /// @param type      the type of the message
    /// @param flags     `NLM_F_...`; [#REQUEST] is added
    public NetlinkRequest(final String operation, final int type, final int flags) {
        this.operation = operation;
        final MemorySegment header = append(NlMsgHdr.SIZE);
        NlMsgHdr.type(header, type);
        NlMsgHdr.flags(header, flags | REQUEST);
    }

    /// {@return the request and its object, for messages}
    public String operation() {
        return operation;
    }

    /// Appends the struct that messages of this type begin with.
    ///
    /// @param size its size
    /// @return the struct, zeroed; a view to be filled in before anything else is appended
    public MemorySegment header(final int size) {
        return append(size);
    }

    /// Appends an attribute.
    ///
    /// @param type  its type
    /// @param value its value
    /// @return this
    public NetlinkRequest put(final int type, final byte[] value) {
        MemorySegment.copy(value, 0, struct(type, value.length), ValueLayout.JAVA_BYTE, 0, value.length);
        return this;
    }

    /// Appends an attribute: text with a zero byte at its end.
    ///
    /// @param type  its type
    /// @param value its value
    /// @return this
    public NetlinkRequest put(final int type, final String value) {
        final byte[] bytes = value.getBytes(StandardCharsets.UTF_8);
        return put(type, Arrays.copyOf(bytes, bytes.length + 1));
    }

    /// Appends an attribute: a byte.
    ///
    /// @param type  its type
    /// @param value its value
    /// @return this
    public NetlinkRequest putU8(final int type, final int value) {
        struct(type, Byte.BYTES).set(ValueLayout.JAVA_BYTE, 0, (byte) value);
        return this;
    }

    /// Appends an attribute: a 16-bit number.
    ///
    /// @param type  its type
    /// @param value its value
    /// @return this
    public NetlinkRequest putU16(final int type, final int value) {
        struct(type, Short.BYTES).set(ValueLayout.JAVA_SHORT, 0, (short) value);
        return this;
    }

    /// Appends an attribute: a 32-bit number.
    ///
    /// @param type  its type
    /// @param value its value
    /// @return this
    public NetlinkRequest putU32(final int type, final int value) {
        struct(type, Integer.BYTES).set(ValueLayout.JAVA_INT, 0, value);
        return this;
    }

    /// Appends an attribute whose value is a struct.
    ///
    /// @param type its type
    /// @param size the size of the struct
    /// @return the struct, zeroed; a view to be filled in before anything else is appended
    public MemorySegment struct(final int type, final int size) {
        final int total = ATTRIBUTE_HEADER + size;
        requireAttributeLength(type, total);
        final MemorySegment attribute = append(total);
        attribute.set(ValueLayout.JAVA_SHORT, 0, (short) total);
        attribute.set(ValueLayout.JAVA_SHORT, 2, (short) type);
        return attribute.asSlice(ATTRIBUTE_HEADER);
    }

    /// Appends an attribute whose value is attributes.
    ///
    /// @param type    its type
    /// @param content appends what is inside
    /// @return this
    public NetlinkRequest nest(final int type, final Runnable content) {
        return nest(type, type | NESTED, content);
    }

    /// Appends an attribute whose value is attributes, without the flag that says so: for the parts of the kernel that
    /// compare types without taking flags off.
    ///
    /// @param type    its type
    /// @param content appends what is inside
    /// @return this
    public NetlinkRequest nestUnmarked(final int type, final Runnable content) {
        return nest(type, type, content);
    }

    private NetlinkRequest nest(final int type, final int typeAndFlags, final Runnable content) {
        final int begin = length;
        struct(typeAndFlags, 0);
        content.run();
        final int total = length - begin;
        requireAttributeLength(type, total);
        memory.set(ValueLayout.JAVA_SHORT, begin, (short) total);
        return this;
    }

    /// Completes the message.
    ///
    /// @param flags    more flags
    /// @param sequence its sequence number
    /// @return the message; a view of this request
    MemorySegment complete(final int flags, final int sequence) {
        NlMsgHdr.length(memory, length);
        NlMsgHdr.flags(memory, NlMsgHdr.flags(memory) | flags);
        NlMsgHdr.sequence(memory, sequence);
        return memory.asSlice(0, length);
    }

    private MemorySegment append(final int size) {
        final int begin = length;
        final int end = begin + (int) NetlinkAttributes.align(size);
        if (end > memory.byteSize()) {
            words = Arrays.copyOf(words, Math.max(words.length * 2, (end + 7) / 8));
            memory = MemorySegment.ofArray(words);
        }
        length = end;
        return memory.asSlice(begin, size);
    }

    private static void requireAttributeLength(final int type, final int total) {
        if (total > MAX_ATTRIBUTE) {
            throw new IllegalArgumentException("attribute " + type + " would have " + total + " bytes of at most " + MAX_ATTRIBUTE);
        }
    }
}
