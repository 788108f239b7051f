package dev.pollmode.pmd.vdev.netvsc;

import dev.pollmode.eal.Interrupts;
import dev.pollmode.sys.Epoll;
import dev.pollmode.sys.LinkInfo;
import dev.pollmode.sys.LinkMonitor;
import dev.pollmode.sys.Uevent;
import dev.pollmode.sys.UeventSocket;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/// Is woken by the kernel: by netlink when an interface comes, changes or goes (rtnetlink(7), `RTM_NEWLINK` and
/// `RTM_DELLINK`), and by events of devices when a PCI function does.
///
/// The sockets are read on the interrupt thread only.
final class KernelWatch implements HostNetwork.Watch {
    private static final String PCI = "pci";

    private final LinkMonitor links = LinkMonitor.open();
    private final UeventSocket devices;
    private final Consumer<List<String>> onChange;
    private final List<Interrupts.Registration> registrations = new ArrayList<>();

    private KernelWatch(final Consumer<List<String>> onChange) {
        this.onChange = onChange;
        try {
            devices = UeventSocket.open();
        } catch (final RuntimeException e) {
            links.close();
            throw e;
        }
    }

    static KernelWatch open(final Interrupts interrupts, final Consumer<List<String>> onChange) {
        final KernelWatch watch = new KernelWatch(onChange);
        try {
            watch.registrations.add(interrupts.register(watch.links.fd().number(), Epoll.EPOLLIN, watch::onLinks));
            watch.registrations.add(interrupts.register(watch.devices.fd().number(), Epoll.EPOLLIN, watch::onDevices));
        } catch (final RuntimeException e) {
            watch.close();
            throw e;
        }
        return watch;
    }

    private void onLinks() {
        boolean changed = true;
        try {
            changed = !links.poll().isEmpty();
        } finally {
            // A message that can't be read may have told of a change.
            if (changed) {
                onChange.accept(List.of());
            }
        }
    }

    private void onDevices() {
        boolean relevant = false;
        final List<String> gone = new ArrayList<>();
        for (final Uevent event : devices.poll()) {
            if (event.action() == Uevent.Action.RESYNC) {
                relevant = true;
            } else if (event.subsystem().equals(PCI)) {
                relevant = true;
                if (event.action() == Uevent.Action.REMOVE) {
                    gone.add(event.devicePath());
                }
            }
        }
        if (relevant) {
            onChange.accept(List.copyOf(gone));
        }
    }

    @Override
    public List<LinkInfo> links() {
        links.poll();
        return links.links();
    }

    @Override
    public void close() {
        registrations.forEach(Interrupts.Registration::close);
        devices.close();
        links.close();
    }
}
