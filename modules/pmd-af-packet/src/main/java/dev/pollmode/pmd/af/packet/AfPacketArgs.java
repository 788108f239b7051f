package dev.pollmode.pmd.af.packet;

import dev.pollmode.eal.EalException;
import dev.pollmode.eal.Kvargs;
import dev.pollmode.sys.Errno;
import dev.pollmode.sys.PacketFanout;
import dev.pollmode.sys.PacketRingSize;
import java.util.Set;

/// The arguments of a device.
///
/// @param iface the interface
/// @param queuePairs how many queues receive and send
/// @param ring size of each ring
/// @param bypassQdisc whether frames are sent past the queueing disciplines
/// @param fanout how the queues share what is received
record AfPacketArgs(String iface, int queuePairs, PacketRingSize ring, boolean bypassQdisc, PacketFanout fanout) {
    /// How many queues there can be.
    static final int MAX_PAIRS = 16;

    private static final String IFACE = "iface";
    private static final String PAIRS = "qpairs";
    private static final String BLOCK_SIZE = "blocksz";
    private static final String FRAME_SIZE = "framesz";
    private static final String FRAME_COUNT = "framecnt";
    private static final String BYPASS = "qdisc_bypass";
    private static final String FANOUT = "fanout_mode";
    private static final Set<String> KEYS = Set.of(IFACE, PAIRS, BLOCK_SIZE, FRAME_SIZE, FRAME_COUNT, BYPASS, FANOUT);
    private static final int LEAST_FRAME = 128;
    private static final int LARGEST = 1 << 20;
    private static final int PAGE = 4096;
    private static final int DEFAULT_FRAME = 2048;
    private static final int DEFAULT_COUNT = 512;
    private static final int MAX_NAME = 15;

    static AfPacketArgs parse(final String arguments) {
        final Kvargs kvargs = Kvargs.parse(arguments, KEYS);
        final String iface = kvargs.one(IFACE).filter(name -> !name.isEmpty()).orElseThrow(() ->
            new EalException(Errno.EINVAL, "iface: EINVAL, net_af_packet needs the name of an interface: iface=<name>"));
        if (iface.length() > MAX_NAME) {
            throw invalid(IFACE, iface, "the name of an interface has at most " + MAX_NAME + " characters");
        }
        final int frame = kvargs.integer(FRAME_SIZE, DEFAULT_FRAME, LEAST_FRAME, LARGEST);
        final int count = kvargs.integer(FRAME_COUNT, DEFAULT_COUNT, 1, LARGEST);
        final int block = kvargs.integer(BLOCK_SIZE, Math.max(PAGE, frame), PAGE, LARGEST);
        requirePowerOfTwo(FRAME_SIZE, frame);
        requirePowerOfTwo(FRAME_COUNT, count);
        requirePowerOfTwo(BLOCK_SIZE, block);
        if (frame > block) {
            throw invalid(FRAME_SIZE, Integer.toString(frame), "a frame must not be larger than a block (" + BLOCK_SIZE + '=' + block + ')');
        }
        return new AfPacketArgs(iface, kvargs.integer(PAIRS, 1, 1, MAX_PAIRS), new PacketRingSize(frame, count),
            kvargs.bool(BYPASS, true), kvargs.one(FANOUT).map(AfPacketArgs::fanoutOf).orElse(PacketFanout.HASH));
    }

    private static PacketFanout fanoutOf(final String text) {
        return switch (text) {
            case "hash" -> PacketFanout.HASH;
            case "lb" -> PacketFanout.LOAD_BALANCE;
            case "cpu" -> PacketFanout.CPU;
            case "rollover" -> PacketFanout.ROLLOVER;
            case "rnd" -> PacketFanout.RANDOM;
            case "qm" -> PacketFanout.QUEUE;
            default -> throw invalid(FANOUT, text, "expected hash, lb, cpu, rollover, rnd or qm");
        };
    }

    private static void requirePowerOfTwo(final String key, final int value) {
        if (Integer.bitCount(value) != 1) {
            throw invalid(key, Integer.toString(value), "it must be a power of two");
        }
    }

    private static EalException invalid(final String key, final String value, final String reason) {
        return new EalException(Errno.EINVAL, key + "=" + value + ": EINVAL, " + reason);
    }
}
