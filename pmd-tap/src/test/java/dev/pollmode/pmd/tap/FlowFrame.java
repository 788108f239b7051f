package dev.pollmode.pmd.tap;

import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/// Frames for rules to tell apart: from 02:00:00:00:00:77 to 02:00:00:00:00:01, from 10.77.0.1 or fd00::1 to 10.77.0.2 or fd00::2.
enum FlowFrame {
    ARP("0806", "0001080006040001", 46),
    UDP53("0800", "4500002a000000004011 0000 0a4d0001 0a4d0002 03e8 0035 0016 0000", 46),
    UDP54("0800", "4508002a000000002011 0000 0a4d0001 0a4d0102 03e9 0036 0016 0000", 46),
    /// With four bytes of options.
    UDP53_OPTIONS("0800", "4600002a000000004011 0000 0a4d0001 0a4d0002 01010100 03e8 0035 0012 0000", 46),
    /// Its bytes where ports would be are those of UDP53.
    UDP_FRAGMENT("0800", "4500002a000000014011 0000 0a4d0001 0a4d0002 03e8 0035 0016 0000", 46),
    TCP80("0800", "4500002a000000004006 0000 0a4d0001 0a4d0002 03e8 0050 00000000 00000000 5002 0000", 46),
    UDP53_V6("86dd", "6005000100161140 fd000000000000000000000000000001 fd000000000000000000000000000002 03e8 0035 0016 0000", 62),
    VLAN5_UDP53("8100", "6005 0800 4500002a000000004011 0000 0a4d0001 0a4d0002 03e8 0035 0016 0000", 46),
    QINQ6_ARP("88a8", "0006 0806 0001080006040001", 46),
    /// Ends within the header that its type announces.
    CUT_IPV4("0800", "4500002a", 4),
    /// Ends before its ports.
    CUT_UDP("0800", "4500001600000000401100000a4d00010a4d000203e8", 22),
    /// No rule is for it: what comes after it has been seen by all filters.
    LAST("88b5", "", 46);

    private static final String ADDRESSES = "020000000001020000000077";

    private final byte[] bytes;

    FlowFrame(final String type, final String start, final int length) {
        final byte[] content = HexFormat.of().parseHex((ADDRESSES + type + start).replace(" ", ""));
        bytes = Arrays.copyOf(content, Math.max(content.length, 14 + length));
        // Tells it from the others, behind all that is looked at, where there is room.
        bytes[bytes.length - 1] = bytes.length > content.length ? (byte) (0x40 + ordinal()) : bytes[bytes.length - 1];
    }

    /// {@return all, in an order where the last is last}
    static List<FlowFrame> all() {
        return List.of(values());
    }

    /// {@return some, by their names with blanks between}
    static Set<FlowFrame> named(final String names) {
        return Arrays.stream(names.split(" ")).map(FlowFrame::valueOf).collect(Collectors.toSet());
    }

    byte[] bytes() {
        return bytes.clone();
    }

    /// {@return which one it is that was received}
    static Optional<FlowFrame> of(final ByteBuffer received) {
        return Arrays.stream(values()).filter(frame -> received.equals(ByteBuffer.wrap(frame.bytes))).findFirst();
    }
}
