package dev.pollmode.pmd.tap;

import dev.pollmode.ethdev.EthDev;
import dev.pollmode.mbuf.Mbuf;
import dev.pollmode.test.support.TestNet;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;

/// Sends frames out of an interface and sees which of them a port receives, and in which queue.
final class FlowTraffic {
    private FlowTraffic() {
    }

    /// {@return the frames that a port received of all that were sent}
    ///
    /// @param net where the interface is
    /// @param name the interface that sends
    /// @param port the port; [FlowFrame#LAST] must come to it
    static Set<FlowFrame> received(final TestNet net, final String name, final EthDev port) {
        return received(net, name, FlowFrame.all(), port);
    }

    static Set<FlowFrame> received(final TestNet net, final String name, final List<FlowFrame> frames, final EthDev port) {
        try (RawSender sender = new RawSender(net, name)) {
            frames.forEach(frame -> sender.offer(frame.bytes()));
        }
        final List<Mbuf> packets = TapLab.receiveUntil(port.rxQueue(0), packet -> frame(packet) == FlowFrame.LAST);
        final Set<FlowFrame> seen = EnumSet.noneOf(FlowFrame.class);
        packets.forEach(packet -> {
            // What the kernel itself sends is none of ours.
            FlowFrame.of(bytes(packet)).ifPresent(seen::add);
            packet.free();
        });
        seen.remove(FlowFrame.LAST);
        return seen;
    }

    private static FlowFrame frame(final Mbuf packet) {
        return FlowFrame.of(bytes(packet)).orElse(null);
    }

    private static ByteBuffer bytes(final Mbuf packet) {
        final byte[] bytes = new byte[packet.dataLength()];
        for (int i = 0; i < bytes.length; i++) {
            bytes[i] = packet.getByte(i);
        }
        return ByteBuffer.wrap(bytes);
    }

    /// {@return how many packets came to each queue of a port that has so many}
    static List<Integer> perQueue(final EthDev port, final int queues, final int packets) {
        final int[] received = new int[queues];
        TestNet.eventually(() -> {
            int all = 0;
            for (int queue = 0; queue < queues; queue++) {
                final List<Mbuf> some = TapLab.poll(port.rxQueue(queue));
                some.forEach(Mbuf::free);
                received[queue] += some.size();
                all += received[queue];
            }
            return all == packets;
        });
        return Arrays.stream(received).boxed().toList();
    }
}
