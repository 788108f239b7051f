package dev.pollmode.sys;

import java.lang.foreign.ValueLayout;
import java.util.Arrays;
import java.util.function.Consumer;

/// Messages as the kernel sends them.
final class Answers {
    private Answers() {
    }

    static byte[] message(final int type, final int flags, final int sequence, final Consumer<NetlinkRequest> content) {
        final NetlinkRequest message = new NetlinkRequest("answer", type, flags);
        content.accept(message);
        final byte[] bytes = message.complete(0, sequence).toArray(ValueLayout.JAVA_BYTE);
        // The builder marks a request; an answer bears no such mark.
        bytes[6] &= ~NetlinkRequest.REQUEST;
        return bytes;
    }

    static byte[] acknowledgement(final int sequence) {
        return error(0, "", sequence);
    }

    /// As the kernel answers with NETLINK_CAP_ACK and NETLINK_EXT_ACK.
    static byte[] error(final int errno, final String reason, final int sequence) {
        return message(NetlinkMessage.ERROR, NetlinkMessage.F_CAPPED | (reason.isEmpty() ? 0 : NetlinkMessage.F_ACK_TLVS), sequence, message -> {
            message.header(20).set(ValueLayout.JAVA_INT, 0, -errno);
            if (!reason.isEmpty()) {
                message.put(1, reason);
            }
        });
    }

    static byte[] done(final int sequence) {
        return message(NetlinkMessage.DONE, 2, sequence, message -> message.header(4));
    }

    static byte[] link(final int index, final String name, final int flags, final int sequence) {
        return message(LinkRequest.RTM_NEWLINK, flags, sequence, message -> {
            IfInfoMsg.index(message.header(IfInfoMsg.SIZE), index);
            message.put(3, name).putU32(4, 1500).put(1, new byte[] {2, 0, 0, 0, 0, (byte) index})
                .nest(18, () -> message.put(1, "veth").nest(2, () -> { }));
        });
    }

    static byte[] join(final byte[]... messages) {
        int length = 0;
        for (final byte[] message : messages) {
            length += message.length;
        }
        final byte[] all = Arrays.copyOf(messages[0], length);
        int at = messages[0].length;
        for (int i = 1; i < messages.length; i++) {
            System.arraycopy(messages[i], 0, all, at, messages[i].length);
            at += messages[i].length;
        }
        return all;
    }
}
