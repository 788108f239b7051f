package dev.pollmode.testpmd.forward;

/// `mac`: sends packets from the port's own address to that of the peer.
final class MacForward extends Forwarder {
    private final long source;
    private final long destination;

    MacForward(final StreamSetup stream) {
        super(stream);
        source = stream.own().value();
        destination = stream.peer().value();
    }

    @Override
    public int forward() {
        final int received = receive();
        if (received > 0) {
            for (int i = 0; i < received; i++) {
                Ethernet.addresses(burst[i], destination, source);
            }
            transmit(received);
        }
        return received;
    }
}
