package dev.pollmode.testpmd.forward;

import dev.pollmode.mbuf.Mbuf;

/// `rxonly`: receives packets and frees them.
final class RxOnly extends Forwarder {
    RxOnly(final StreamSetup stream) {
        super(stream);
    }

    @Override
    public int forward() {
        final int received = receive();
        if (received > 0) {
            Mbuf.freeBulk(burst, 0, received);
        }
        return received;
    }
}
