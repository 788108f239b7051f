package dev.pollmode.pmd.tap;

import dev.pollmode.sys.EbpfAssembler;
import dev.pollmode.sys.EbpfAssembler.Label;
import dev.pollmode.sys.EbpfProgram;
import java.util.Map;

/// Chooses the queue of a frame where rules have the action `queue`: the filter of the rule gives the frame a class, and a program in the tap
/// interface makes a queue of that (`TUNSETSTEERINGEBPF`). Frames of no such rule are spread by a hash of addresses and ports, since the kernel's own
/// choice is not asked then.
///
/// ```
/// kernel sends ── egress filters: classic BPF of the rule, class 0x5400 + queue ── tap: eBPF, class to queue ── descriptor of the queue
/// ```
final class Steering {
    /// The class of frames that go into any queue. Other filters hardly use these numbers.
    static final int ANY_QUEUE = 0x53ff;

    private static final int FIRST_QUEUE = 0x5400;

    private static final int ETHER_TYPE = 12;
    private static final int TYPE_IPV4 = 0x0800;
    private static final int TYPE_IPV6 = 0x86dd;
    private static final int IPV4 = 14;
    private static final int IPV4_FRAGMENT = IPV4 + 6;
    // Offset, and the flag that more fragments come.
    private static final int FRAGMENT = 0x3fff;
    private static final int IPV4_PROTOCOL = IPV4 + 9;
    private static final int IPV4_SRC = IPV4 + 12;
    private static final int IPV4_DST = IPV4 + 16;
    private static final int IPV6_NEXT = 14 + 6;
    private static final int IPV6_SRC = 14 + 8;
    private static final int IPV6_END = 14 + 40;
    private static final int PROTOCOL_TCP = 6;
    private static final int PROTOCOL_UDP = 17;
    // 2 to the 32nd, by the golden ratio twice: neighbours come far from each other.
    private static final int SCATTER = 0x61c8_8647;

    private static final int ANSWER = 0;
    private static final int HASH = 7;
    private static final int PROTOCOL = 8;
    private static final int PORTS = 9;

    private Steering() {
    }

    /// {@return the class of frames for a queue}
    ///
    /// @param queue its index
    static int ofQueue(final int queue) {
        return FIRST_QUEUE + queue;
    }

    /// Loads the program.
    ///
    /// @param numbers what the kernel counts queues as, by their index: those that rules name
    static EbpfProgram load(final Map<Integer, Integer> numbers) {
        final EbpfAssembler code = new EbpfAssembler().loadField(HASH, EbpfAssembler.TC_INDEX);
        numbers.forEach((queue, number) -> {
            final Label other = new Label();
            code.jumpUnlessEqual(HASH, ofQueue(queue), other).set(ANSWER, number).exit().here(other);
        });
        spread(code);
        return EbpfProgram.load(code);
    }

    private static void spread(final EbpfAssembler code) {
        final Label ipv6 = new Label();
        final Label ports = new Label();
        final Label withPorts = new Label();
        final Label end = new Label();
        code.set(HASH, 0).loadPacket(2, ETHER_TYPE).jumpIfEqual(ANSWER, TYPE_IPV6, ipv6).jumpUnlessEqual(ANSWER, TYPE_IPV4, end)
            .loadPacket(4, IPV4_SRC).xor(HASH, ANSWER).loadPacket(4, IPV4_DST).xor(HASH, ANSWER)
            .loadPacket(2, IPV4_FRAGMENT).and(ANSWER, FRAGMENT).jumpUnlessEqual(ANSWER, 0, end)
            .loadPacket(1, IPV4_PROTOCOL).copy(PROTOCOL, ANSWER)
            .loadPacket(1, IPV4).and(ANSWER, 0xf).shiftLeft(ANSWER, 2).add(ANSWER, IPV4).copy(PORTS, ANSWER).jump(ports)
            .here(ipv6);
        for (int word = IPV6_SRC; word < IPV6_END; word += Integer.BYTES) {
            code.loadPacket(4, word).xor(HASH, ANSWER);
        }
        code.loadPacket(1, IPV6_NEXT).copy(PROTOCOL, ANSWER).set(PORTS, IPV6_END)
            .here(ports).jumpIfEqual(PROTOCOL, PROTOCOL_TCP, withPorts).jumpUnlessEqual(PROTOCOL, PROTOCOL_UDP, end)
            .here(withPorts).loadPacketAt(4, PORTS).xor(HASH, ANSWER)
            .here(end).copy(ANSWER, HASH).multiply(ANSWER, SCATTER).shiftRight(ANSWER, Integer.SIZE).exit();
    }
}
