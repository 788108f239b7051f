package dev.pollmode.testpmd.forward;

import dev.pollmode.ethdev.RxQueue;
import dev.pollmode.ethdev.TxQueue;
import dev.pollmode.mbuf.Mbuf;

/// One stream in one mode: packets from a receiving queue, through what the mode does, to a sending queue.
///
/// [#forward()] runs on one lcore; it neither blocks, throws, logs nor allocates. Packets that the sending queue does
/// not take are tried again if the stream retries, then freed and counted.
public abstract class Forwarder {
    /// Where this stream takes packets from.
    protected final RxQueue rx;
    /// Where this stream sends packets to.
    protected final TxQueue tx;
    /// The packets of the current round.
    protected final Mbuf[] burst;
    private final StreamCounters counters = new StreamCounters();
    private final BurstSizes rxSizes;
    private final BurstSizes txSizes;
    private final int retries;
    private final long retryDelayNs;

    /// Takes over what all modes need.
    ///
    /// @param stream the queues and settings of the stream
    protected Forwarder(final StreamSetup stream) {
        rx = stream.rx();
        tx = stream.tx();
        final ForwardSettings settings = stream.settings();
        burst = new Mbuf[settings.burst()];
        rxSizes = settings.recordBursts() ? new BurstSizes(settings.burst()) : null;
        txSizes = settings.recordBursts() ? new BurstSizes(settings.burst()) : null;
        retries = settings.retries();
        retryDelayNs = settings.retryDelayNs();
    }

    /// Does one round.
    ///
    /// @return how many packets it handled; 0 is idle
    public abstract int forward();

    /// Ends the stream on its lcore: frees what the mode still holds.
    protected void finish() {
    }

    /// Receives a burst into [#burst].
    ///
    /// @return how many packets
    protected final int receive() {
        final int received = rx.rxBurst(burst, 0, burst.length);
        if (rxSizes != null) {
            rxSizes.count(received);
        }
        if (received > 0) {
            counters.addReceived(received);
        }
        return received;
    }

    /// Sends the first packets of [#burst], which are not this stream's any more when it returns.
    ///
    /// @param count how many
    protected final void transmit(final int count) {
        transmit(burst, 0, count);
    }

    /// Sends packets, which are not this stream's any more when it returns.
    ///
    /// @param packets the packets
    /// @param offset where they begin
    /// @param count how many
    protected final void transmit(final Mbuf[] packets, final int offset, final int count) {
        int sent = tx.txBurst(packets, offset, count);
        if (sent < count && retries > 0) {
            sent = retry(packets, offset, sent, count);
        }
        if (txSizes != null) {
            txSizes.count(sent);
        }
        counters.addSent(sent);
        if (sent < count) {
            drop(packets, offset + sent, count - sent);
        }
    }

    private int retry(final Mbuf[] packets, final int offset, final int already, final int count) {
        int sent = already;
        for (int attempt = 0; attempt < retries && sent < count; attempt++) {
            final long until = System.nanoTime() + retryDelayNs;
            while (System.nanoTime() - until < 0) {
                Thread.onSpinWait();
            }
            sent += tx.txBurst(packets, offset + sent, count - sent);
        }
        return sent;
    }

    /// Frees packets and counts them as dropped.
    ///
    /// @param packets the packets
    /// @param offset where they begin
    /// @param count how many
    protected final void drop(final Mbuf[] packets, final int offset, final int count) {
        Mbuf.freeBulk(packets, offset, count);
        counters.addDropped(count);
    }

    /// {@return what this stream counts}
    public final StreamCounters counters() {
        return counters;
    }

    /// {@return the sizes of received bursts, or null when they are not recorded}
    public final BurstSizes rxSizes() {
        return rxSizes;
    }

    /// {@return the sizes of sent bursts, or null when they are not recorded}
    public final BurstSizes txSizes() {
        return txSizes;
    }

    /// Starts counting from zero.
    public final void resetCounters() {
        counters.reset();
        if (rxSizes != null) {
            rxSizes.reset();
            txSizes.reset();
        }
    }
}
