package dev.pollmode.testpmd.forward;

/// `io`: sends packets as they came, and never looks at them.
final class IoForward extends Forwarder {
    IoForward(final StreamSetup stream) {
        super(stream);
    }

    @Override
    public int forward() {
        final int received = receive();
        if (received > 0) {
            transmit(received);
        }
        return received;
    }
}
