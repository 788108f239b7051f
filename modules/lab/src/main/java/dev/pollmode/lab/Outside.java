package dev.pollmode.lab;

import dev.pollmode.ethdev.EthDev;
import dev.pollmode.ethdev.MacAddress;
import dev.pollmode.ethdev.RxQueue;
import dev.pollmode.ethdev.TxQueue;
import dev.pollmode.mbuf.Mbuf;
import dev.pollmode.mbuf.Mempool;
import dev.pollmode.mlx5.model.Wire;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/// The host's switch and all that is behind it: sends to the guest and receives from it.
///
/// As the switch of Hyper-V does, it delivers frames for the guest's address to the VF while that is up and to the NetVSC otherwise, frames for a
/// group to the NetVSC only, and takes frames of the guest from both. The VF is up from its first frame on, until it is to go.
final class Outside extends Station {
    static final MacAddress ADDRESS = MacAddress.parse("02:00:00:00:00:01");
    private static final MacAddress GROUP = MacAddress.parse("01:00:5e:00:00:fb");
    private static final int GROUP_SHARE = 10;
    /// Together they fit into the queue of a tap, which holds 1000 frames.
    private static final int WINDOW = 512;
    private static final int GROUP_WINDOW = 128;

    private final RxQueue rx;
    private final TxQueue tx;
    private final MacAddress guest;
    private final Ledger out;
    private final Ledger in = new Ledger(this::firstNotGiven);
    private final Ledger group = new Ledger(_ -> -1);
    private final Source source;
    private final Source groupSource;
    private final Mbuf scratch;
    private final Map<Integer, Long> departed = new ConcurrentHashMap<>();
    private volatile Line wanted;
    private Line line;
    private boolean delivering;

    /// The end of a VF's wire.
    static final class Line {
        private final Wire wire;
        private final int path;
        private volatile boolean leaving;

        /// @param wire owned from now on
        /// @param path the VF
        Line(final Wire wire, final int path) {
            this.wire = wire;
            this.path = path;
        }

        /// Nothing more is delivered to the VF; what it sends is still received.
        void leave() {
            leaving = true;
        }
    }

    /// @param port the outer end of the NetVSC, started
    /// @param pool of its packets
    /// @param guest the guest's address
    /// @param perSecond frames of the unicast stream
    Outside(final EthDev port, final Mempool pool, final MacAddress guest, final int perSecond) {
        super("outside", pool);
        this.rx = port.rxQueue(0);
        this.tx = port.txQueue(0);
        this.guest = guest;
        out = new Ledger(path -> departed.containsKey(path) ? Long.MAX_VALUE : -1);
        source = new Source(perSecond, WINDOW, in);
        groupSource = new Source(Math.max(1, perSecond / GROUP_SHARE), GROUP_WINDOW, group);
        scratch = pool.tryAlloc();
    }

    /// {@return the account of frames from the guest, kept here}
    Ledger out() {
        return out;
    }

    /// {@return the account of frames to the guest, to be kept by the guest}
    Ledger in() {
        return in;
    }

    /// {@return the account of frames to a group, to be kept by the guest}
    Ledger group() {
        return group;
    }

    /// {@return how many frames were sent to the guest}
    long sent() {
        return source.sent();
    }

    /// {@return how many frames were sent to the group}
    long sentToGroup() {
        return groupSource.sent();
    }

    private long firstNotGiven(final int path) {
        return departed.getOrDefault(path, -1L);
    }

    /// Connects a VF, or takes away the one that is there.
    ///
    /// @param next its wire, or null
    void connect(final Line next) {
        wanted = next;
    }

    @Override
    int receive() {
        takeUp();
        return receive(rx, Ledger.NETVSC) + receiveFromVf();
    }

    private void takeUp() {
        final Line next = wanted;
        if (next != line) {
            disconnect();
            line = next;
        } else if (delivering && line.leaving) {
            stopDelivering();
        }
    }

    private void disconnect() {
        if (line != null) {
            while (receiveFromVf() > 0) {
                Thread.onSpinWait();
            }
            stopDelivering();
            line.wire.close();
            line = null;
        }
    }

    private void stopDelivering() {
        delivering = false;
        departed.putIfAbsent(line.path, source.sent());
        source.forget(System.nanoTime());
    }

    private int receiveFromVf() {
        if (line == null) {
            return 0;
        }
        final int length = line.wire.receive(scratch.dataAddress(), Frame.MAX);
        if (length <= 0) {
            return 0;
        }
        scratch.dataLength(length);
        delivering |= !line.leaving;
        onFrame(scratch, line.path);
        return 1;
    }

    @Override
    void onFrame(final Mbuf frame, final int path) {
        if (!Frame.isOurs(frame)) {
            return;
        }
        if (Frame.isOf(frame, Stream.OUT) && Frame.isWhole(frame, Stream.OUT)) {
            out.arrived(Frame.number(frame), path);
        } else {
            out.changed();
        }
    }

    @Override
    int send() {
        final int sent = delivering ? send(source, Stream.IN, guest, ADDRESS, line.path, this::sendToVf)
            : send(source, Stream.IN, guest, ADDRESS, Ledger.NETVSC, this::sendToNetvsc);
        return sent + send(groupSource, Stream.GROUP, GROUP, ADDRESS, Ledger.NETVSC, this::sendToNetvsc);
    }

    private int sendToNetvsc(final Mbuf[] frames, final int count) {
        return tx.txBurst(frames, 0, count);
    }

    private int sendToVf(final Mbuf[] frames, final int count) {
        int sent = 0;
        while (sent < count && line.wire.send(frames[sent].dataAddress(), frames[sent].dataLength())) {
            frames[sent++].free();
        }
        return sent;
    }

    @Override
    void end() {
        disconnect();
        scratch.free();
    }
}
