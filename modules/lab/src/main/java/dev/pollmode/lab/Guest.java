package dev.pollmode.lab;

import dev.pollmode.ethdev.EthDev;
import dev.pollmode.ethdev.MacAddress;
import dev.pollmode.ethdev.RxQueue;
import dev.pollmode.ethdev.TxQueue;
import dev.pollmode.mbuf.Mbuf;
import dev.pollmode.mbuf.Mempool;

/// The application in the guest: receives and sends on one port, and knows nothing of what is below it.
final class Guest extends Station {
    private static final int WINDOW = 512;

    private final RxQueue rx;
    private final TxQueue tx;
    private final MacAddress address;
    private final Ledger in;
    private final Ledger group;
    private final Source source;

    /// @param port the failsafe port, started
    /// @param pool of its packets
    /// @param outside keeps the account of what is sent, and gives those of what is received
    /// @param perSecond frames to send
    Guest(final EthDev port, final Mempool pool, final Outside outside, final int perSecond) {
        super("guest", pool);
        rx = port.rxQueue(0);
        tx = port.txQueue(0);
        address = port.mac();
        in = outside.in();
        group = outside.group();
        source = new Source(perSecond, WINDOW, outside.out());
    }

    /// {@return how many frames were sent}
    long sent() {
        return source.sent();
    }

    /// A device goes, and what it holds will not arrive; or the path has changed since.
    void deviceGoes(final boolean going) {
        source.wide(going);
    }

    @Override
    int receive() {
        return receive(rx, Ledger.NETVSC);
    }

    @Override
    void onFrame(final Mbuf frame, final int path) {
        if (!Frame.isOurs(frame)) {
            return;
        }
        if (Frame.isOf(frame, Stream.GROUP) && Frame.isWhole(frame, Stream.GROUP)) {
            group.arrived(Frame.number(frame), Frame.path(frame));
        } else if (Frame.isOf(frame, Stream.IN) && Frame.isWhole(frame, Stream.IN)) {
            in.arrived(Frame.number(frame), Frame.path(frame));
        } else {
            in.changed();
        }
    }

    @Override
    int send() {
        return send(source, Stream.OUT, Outside.ADDRESS, address, Ledger.NETVSC, (frames, count) -> tx.txBurst(frames, 0, count));
    }
}
