package dev.pollmode.testpmd;

import dev.pollmode.ethdev.EthDevs;
import dev.pollmode.ethdev.EthEvent;
import dev.pollmode.ethdev.Registration;
import java.util.EnumSet;
import java.util.Set;

/// Tells what happens to ports, in the words of DPDK's testpmd.
///
/// Events come on the thread that noticed them, most often the interrupt thread.
final class PortWatch implements AutoCloseable {
    private final Session session;
    private final Registration registration;
    private final Set<PortEvent> shown = EnumSet.complementOf(EnumSet.of(PortEvent.VF_MBOX, PortEvent.NEW, PortEvent.DESTROY));

    PortWatch(final Session session) {
        this.session = session;
        registration = EthDevs.of(session.eal()).onEvent(this::onEvent);
    }

    /// Sets whether events of a kind are shown.
    void show(final PortEvent event, final boolean on) {
        synchronized (shown) {
            if (on) {
                shown.add(event);
            } else {
                shown.remove(event);
            }
        }
    }

    /// Ports that somebody owns are that one's affair.
    private void onEvent(final EthEvent event) {
        if (event.port().owner().isPresent()) {
            return;
        }
        final PortEvent kind = PortEvent.of(event);
        final boolean show;
        synchronized (shown) {
            show = shown.contains(kind);
        }
        if (show) {
            session.console().tell("\nPort " + event.port().id() + ": " + kind.description() + " event");
        }
        switch (event) {
            case EthEvent.Destroy _ -> session.console().line("Port " + event.port().id() + " is closed");
            case EthEvent.Removal _ -> new PortRemoval(session, event.port()).begin();
            default -> { }
        }
    }

    @Override
    public void close() {
        registration.close();
    }
}
