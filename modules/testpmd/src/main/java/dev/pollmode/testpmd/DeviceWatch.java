package dev.pollmode.testpmd;

import dev.pollmode.eal.DeviceEvents;
import dev.pollmode.ethdev.EthDevs;

/// `--hot-plug`: tells when devices come and go, and lets go of the ports of those that go.
final class DeviceWatch implements AutoCloseable {
    private final Session session;
    private final DeviceEvents.Registration registration;

    DeviceWatch(final Session session) {
        this.session = session;
        registration = session.eal().deviceEvents().register(this::onEvent);
    }

    /// Comes on the thread that noticed.
    private void onEvent(final String device, final DeviceEvents.Kind kind) {
        final boolean gone = kind == DeviceEvents.Kind.REMOVE;
        session.console().tell("The device: " + device + " has been " + (gone ? "removed!" : "added!"));
        if (gone) {
            EthDevs.of(session.eal()).available().filter(port -> port.device().name().equals(device))
                .forEach(port -> new PortRemoval(session, port).begin());
        }
    }

    @Override
    public void close() {
        registration.unregister();
    }
}
