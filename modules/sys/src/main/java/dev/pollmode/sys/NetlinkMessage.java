package dev.pollmode.sys;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;

/// A message that was received: a view, valid as long as the memory behind it.
///
/// Made by [NetlinkDatagram], which has checked that the header and the whole length are there.
public final class NetlinkMessage {
    /// `NLMSG_NOOP`: to be ignored.
    public static final int NOOP = 1;
    /// `NLMSG_ERROR`: an error, or with code 0 the acknowledgement.
    public static final int ERROR = 2;
    /// `NLMSG_DONE`: the end of a dump.
    public static final int DONE = 3;
    /// `NLMSG_OVERRUN`: messages were lost.
    public static final int OVERRUN = 4;

    /// `NLM_F_DUMP_INTR`: the table changed while it was dumped.
    public static final int F_DUMP_INTR = 0x10;
    /// `NLM_F_CAPPED`: the refused request is repeated without its payload.
    public static final int F_CAPPED = 0x100;
    /// `NLM_F_ACK_TLVS`: attributes follow an acknowledgement or error.
    public static final int F_ACK_TLVS = 0x200;

    private static final int ERROR_ATTRIBUTE_MESSAGE = 1;

    private final MemorySegment whole;

    NetlinkMessage(final MemorySegment whole) {
        this.whole = whole;
    }

    /// {@return what the message is}
    public int type() {
        return NlMsgHdr.type(whole);
    }

    /// {@return its flags, `NLM_F_...`}
    public int flags() {
        return NlMsgHdr.flags(whole);
    }

    /// {@return the sequence number of the request it answers; 0 when it answers none}
    public int sequence() {
        return NlMsgHdr.sequence(whole);
    }

    /// {@return the struct that a message of this type begins with}
    ///
    /// @param size its size
    /// @throws NetlinkException `EBADMSG` when the message is shorter
    public MemorySegment header(final int size) {
        requirePayload(size);
        return whole.asSlice(NlMsgHdr.SIZE, size);
    }

    /// {@return the attributes that follow the struct}
    ///
    /// @param headerSize the size of the struct
    /// @throws NetlinkException `EBADMSG` when the message is shorter than the struct
    public NetlinkAttributes attributes(final int headerSize) {
        requirePayload(headerSize);
        final long begin = Math.min(NlMsgHdr.SIZE + NetlinkAttributes.align(headerSize), whole.byteSize());
        return new NetlinkAttributes(whole.asSlice(begin));
    }

    /// {@return the error of an [#ERROR] or [#DONE] message as a positive number; 0 is success}
    ///
    /// @throws NetlinkException `EBADMSG` when an [#ERROR] message has no code, or the code is no errno
    public int errno() {
        if (type() == DONE && payloadLength() < Integer.BYTES) {
            return 0;
        }
        final int code = header(Integer.BYTES).get(ValueLayout.JAVA_INT, 0);
        if (type() == DONE && code > 0) {
            return 0;
        }
        if (code > 0 || code < -4095) {
            throw NetlinkException.malformed("error code " + code);
        }
        return -code;
    }

    /// {@return what the kernel says about an [#ERROR] or [#DONE] message in words; empty when it says nothing}
    ///
    /// @throws NetlinkException `EBADMSG` when the attributes are malformed
    public String reason() {
        if ((flags() & F_ACK_TLVS) == 0) {
            return "";
        }
        final NetlinkAttributes attributes = attributes(reasonOffset());
        while (attributes.next()) {
            if (attributes.type() == ERROR_ATTRIBUTE_MESSAGE) {
                return attributes.string();
            }
        }
        return "";
    }

    // The code, and after an error the request it is about: whole, or its header only.
    private int reasonOffset() {
        if (type() == DONE) {
            return Integer.BYTES;
        }
        final int capped = Integer.BYTES + NlMsgHdr.SIZE;
        if ((flags() & F_CAPPED) != 0) {
            return capped;
        }
        final MemorySegment request = header(capped).asSlice(Integer.BYTES);
        final long length = Integer.toUnsignedLong(NlMsgHdr.length(request));
        if (length < NlMsgHdr.SIZE || length > payloadLength() - Integer.BYTES) {
            throw NetlinkException.malformed("an error repeats a request of " + length + " bytes in " + payloadLength());
        }
        return (int) (Integer.BYTES + length);
    }

    private long payloadLength() {
        return whole.byteSize() - NlMsgHdr.SIZE;
    }

    private void requirePayload(final int size) {
        if (payloadLength() < size) {
            throw NetlinkException.malformed("a message of type " + type() + " has " + payloadLength() + " bytes of at least " + size);
        }
    }
}
