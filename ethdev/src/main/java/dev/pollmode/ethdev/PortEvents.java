package dev.pollmode.ethdev;

import dev.pollmode.eal.Device;
import dev.pollmode.eal.Eal;
import dev.pollmode.ethdev.spi.PortContext;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;

/// The way from a driver's device class to those who listen to its port.
final class PortEvents implements PortContext {
    private final EthDevs table;
    private final Device device;
    private final String name;
    private final int id;
    private final List<Consumer<EthEvent>> listeners = new CopyOnWriteArrayList<>();
    private final AtomicReference<String> removal = new AtomicReference<>();
    private volatile EthDev port;
    private volatile boolean linkChangesWanted;
    private volatile boolean linkForcedDown;
    private Link lastTold;

    PortEvents(final EthDevs table, final Device device, final String name, final int id) {
        this.table = table;
        this.device = device;
        this.name = name;
        this.id = id;
    }

    void serve(final EthDev served) {
        port = served;
    }

    void wantLinkChanges(final boolean wanted) {
        linkChangesWanted = wanted;
    }

    /// Takes the link down, whatever the driver says; see [Chaos#link].
    void forceLinkDown(final boolean forced) {
        linkForcedDown = forced;
    }

    /// {@return the state of the link for others than the driver}
    Link seen(final Link link) {
        return linkForcedDown ? link.withUp(false) : link;
    }

    Registration onEvent(final Consumer<EthEvent> listener) {
        listeners.add(listener);
        final String reason = removal.get();
        if (reason != null) {
            // Told once, and this one wasn't there.
            table.tell(listener, new EthEvent.Removal(port, reason));
        }
        return () -> listeners.remove(listener);
    }

    void close() {
        listeners.clear();
    }

    @Override
    public int portId() {
        return id;
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public EthDev port() {
        return port;
    }

    @Override
    public Device device() {
        return device;
    }

    @Override
    public Eal eal() {
        return table.eal();
    }

    @Override
    public boolean wantsLinkChanges() {
        return linkChangesWanted;
    }

    @Override
    public void linkChanged(final Link told) {
        final Link link = seen(told);
        synchronized (listeners) {
            if (link.equals(lastTold)) {
                return;
            }
            lastTold = link;
        }
        if (linkChangesWanted) {
            tell(new EthEvent.LinkChange(port, link));
        }
    }

    /// Takes note of what somebody read, and tells a change that the driver has not noticed yet.
    void linkRead(final Link link) {
        synchronized (listeners) {
            if (lastTold == null) {
                lastTold = link;
            }
        }
        linkChanged(link);
    }

    @Override
    public void removed(final String reason) {
        if (removal.compareAndSet(null, reason)) {
            tell(new EthEvent.Removal(port, reason));
        }
    }

    @Override
    public String awaitBursts() {
        return port.awaitBursts();
    }

    @Override
    public void tell(final EthEvent event) {
        if (port == null) {
            return;
        }
        listeners.forEach(listener -> table.tell(listener, event));
        table.tellAll(event);
    }
}
