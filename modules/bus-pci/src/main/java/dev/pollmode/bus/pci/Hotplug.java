package dev.pollmode.bus.pci;

import dev.pollmode.eal.Eal;
import dev.pollmode.eal.EalException;
import dev.pollmode.eal.Interrupts;
import dev.pollmode.sys.Epoll;
import dev.pollmode.sys.SysException;
import dev.pollmode.sys.Uevent;
import dev.pollmode.sys.UeventSocket;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.Optional;

/// Hears from the kernel that PCI functions come and go, and tells the bus.
final class Hotplug implements AutoCloseable {
    /// Hears nothing.
    static final Hotplug NONE = new Hotplug(null, null, null);

    private final UeventSocket socket;
    private final Logger log;
    private final PciBus bus;
    private Interrupts.Registration registration;

    private Hotplug(final UeventSocket socket, final PciBus bus, final Logger log) {
        this.socket = socket;
        this.bus = bus;
        this.log = log;
    }

    /// Starts to listen. Where the kernel does not allow it, that is logged, and devices come by [PciBus#plug] only.
    static Hotplug start(final PciBus bus, final Eal eal, final Logger log) {
        final UeventSocket socket;
        try {
            socket = UeventSocket.open();
        } catch (final SysException e) {
            log.log(Level.WARNING, "PCI devices that come and go are not noticed: " + e.getMessage());
            return NONE;
        }
        final Hotplug hotplug = new Hotplug(socket, bus, log);
        try {
            hotplug.registration = eal.interrupts().register(socket.fd().number(), Epoll.EPOLLIN, hotplug::poll);
            return hotplug;
        } catch (final EalException e) {
            socket.close();
            throw e;
        }
    }

    private void poll() {
        socket.poll().forEach(event -> handle(bus, event, log));
    }

    /// Tells the bus what an event says.
    static void handle(final PciBus bus, final Uevent event, final Logger log) {
        if (event.action() == Uevent.Action.RESYNC) {
            bus.onEventsLost();
            return;
        }
        final Optional<PciAddress> address = event.subsystem().equals("pci") ? PciAddress.tryParse(event.property("PCI_SLOT_NAME"))
            : Optional.empty();
        if (address.isEmpty()) {
            return;
        }
        log.log(Level.DEBUG, () -> "kernel: " + event.action() + " " + address.get());
        switch (event.action()) {
            case ADD -> bus.onAdded(address.get());
            case REMOVE -> bus.onRemoved(address.get());
            default -> bus.onChanged(address.get());
        }
    }

    @Override
    public void close() {
        if (socket != null) {
            registration.close();
            socket.close();
        }
    }
}
