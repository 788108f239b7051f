package dev.pollmode.testpmd.forward;

/// `macswap`: exchanges source and destination address.
final class MacSwapForward extends Forwarder {
    MacSwapForward(final StreamSetup stream) {
        super(stream);
    }

    @Override
    public int forward() {
        final int received = receive();
        if (received > 0) {
            for (int i = 0; i < received; i++) {
                Ethernet.swapAddresses(burst[i]);
            }
            transmit(received);
        }
        return received;
    }
}
