package dev.pollmode.pmd.vdev.netvsc;

import dev.pollmode.ethdev.MacAddress;
import dev.pollmode.sys.LinkInfo;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/// One NetVSC interface: looks for its VF and tells the failsafe device where it is.
///
/// The VF is the netdevice on the PCI bus that has the same address. When a driver takes it from the kernel that
/// netdevice goes; so it is remembered which function belongs to the interface, until the function itself goes. The
/// states are those of [VfState]. Where the VF is, is published when it appears or changes, not in every round.
///
/// Scans are made by one thread at a time; the status may be read by any.
final class NetvscContext {
    private final NetvscNames names;
    private final MacAddress mac;
    private final Sysfs sysfs;
    private final LineWriter writer;
    private final Logger log;

    private int index;
    private String name;
    private boolean there = true;
    private VfState state = VfState.ABSENT;
    private Vf vf;
    private boolean told;
    private long published;
    private volatile NetvscStatus status;

    /// @param names   of the devices made for it
    /// @param netvsc  the interface
    /// @param earlier its VF, as it was seen before; it may have been taken from the kernel since
    /// @param sysfs   tells which PCI function an interface sits on
    /// @param control where to tell
    /// @param log     where to log
    NetvscContext(final NetvscNames names, final NetInterface netvsc, final Optional<Vf> earlier, final Sysfs sysfs,
            final LineWriter.Sink control, final Logger log) {
        this.names = names;
        this.sysfs = sysfs;
        this.log = log;
        mac = netvsc.mac();
        index = netvsc.index();
        name = netvsc.name();
        vf = earlier.orElse(null);
        writer = new LineWriter(control, log);
        change(VfState.ABSENT, "no VF was seen yet");
    }

    NetvscStatus status() {
        return status;
    }

    /// {@return whether an interface is the one of this context}
    boolean handles(final NetInterface candidate) {
        return there && index == candidate.index();
    }

    /// Looks for the VF.
    ///
    /// @param links the interfaces there are
    synchronized void scan(final List<LinkInfo> links) {
        findItself(links);
        final Optional<Vf> found = findVf(links);
        if (found.isPresent()) {
            onShown(found.get());
        } else if (vf != null && sysfs.exists(vf.function())) {
            onHidden();
        } else {
            onGone("the PCI function is gone");
        }
    }

    /// A device went, as the kernel says; one of the same address may be there again by now.
    ///
    /// @param devicePath its path below the root of sysfs
    synchronized void onRemoved(final String devicePath) {
        if (vf != null && vf.function().isAt(devicePath)) {
            onGone("the kernel removed the PCI function");
        }
    }

    // ---- the interface itself ----

    private void findItself(final List<LinkInfo> links) {
        final Optional<LinkInfo> itself = links.stream().filter(link -> link.index() == index).findFirst()
            .or(() -> links.stream().filter(this::isReturned).findFirst());
        if (itself.isPresent() == there) {
            onItself(itself.map(LinkInfo::name));
            return;
        }
        there = itself.isPresent();
        if (there) {
            log.log(Level.INFO, "NetVSC interface \"" + name + "\" is back with index " + itself.get().index());
            index = itself.get().index();
            publishStatus("the interface is back");
        } else {
            log.log(Level.WARNING, "NetVSC interface \"" + name + "\" (index " + index + ") is gone");
            publishStatus("the interface is gone");
        }
    }

    private void onItself(final Optional<String> now) {
        if (now.isPresent() && !now.get().equals(name)) {
            log.log(Level.DEBUG, "NetVSC interface \"" + name + "\" (index " + index + ") was renamed \"" + now.get() + "\"");
            name = now.get();
            publishStatus("the interface was renamed");
        }
    }

    private boolean isReturned(final LinkInfo link) {
        return !there && link.name().equals(name) && NetInterface.of(link).filter(found -> found.mac().equals(mac)).isPresent()
            && sysfs.pciFunction(name).isEmpty();
    }

    // ---- its VF ----

    private Optional<Vf> findVf(final List<LinkInfo> links) {
        Vf first = null;
        for (final LinkInfo link : links) {
            final Optional<Vf> candidate = vfOf(link);
            if (candidate.filter(shown -> shown.isSameAs(vf)).isPresent()) {
                return candidate;
            }
            first = first == null ? candidate.orElse(null) : first;
        }
        return Optional.ofNullable(first);
    }

    private Optional<Vf> vfOf(final LinkInfo link) {
        return NetInterface.of(link).filter(candidate -> candidate.index() != index && candidate.mac().equals(mac))
            .flatMap(candidate -> sysfs.pciFunction(candidate.name()).map(function -> new Vf(candidate.index(), candidate.name(), function)));
    }

    private void onShown(final Vf shown) {
        final boolean same = state == VfState.PRESENT && shown.isSameAs(vf);
        final boolean renamed = same && !shown.name().equals(vf.name());
        vf = shown;
        if (!same) {
            onAssociated(shown);
            told = false;
        }
        if (!told) {
            publish();
        }
        if (!same) {
            change(VfState.PRESENT, "netdevice \"" + shown.name() + "\" appeared");
        } else if (renamed) {
            publishStatus("the netdevice of the VF was renamed");
        }
    }

    private void onAssociated(final Vf found) {
        log.log(Level.DEBUG, "associating PCI device \"" + found.function().address() + "\" (netdevice \"" + found.name()
            + "\") with NetVSC interface \"" + name + "\" (index " + index + ")");
    }

    private void publish() {
        told = writer.write(vf.function().address() + (sysfs.carriesSeveral(vf.function()) ? ",mac=" + mac : ""),
            "cannot associate PCI device \"" + vf.function().address() + "\" with NetVSC interface \"" + name + "\"");
        if (told) {
            published++;
            status = snapshot(status.since(), status.reason());
        }
    }

    private void onHidden() {
        if (state == VfState.ABSENT) {
            onAssociated(vf);
        }
        if (!told) {
            publish();
        }
        if (state != VfState.TAKEN) {
            change(VfState.TAKEN, "netdevice \"" + vf.name() + "\" is gone, its PCI function is not");
        }
    }

    private void onGone(final String reason) {
        if (state != VfState.ABSENT) {
            log.log(Level.DEBUG, "PCI device \"" + vf.function().address() + "\" left NetVSC interface \"" + name + "\" (index " + index + ")");
            vf = null;
            told = false;
            change(VfState.ABSENT, reason);
        }
        vf = null;
    }

    // ---- status ----

    private void change(final VfState next, final String reason) {
        state = next;
        publishStatus(reason);
        new NetvscEvent(status).commit();
    }

    private void publishStatus(final String reason) {
        status = snapshot(Instant.now(), reason);
    }

    private NetvscStatus snapshot(final Instant since, final String reason) {
        return new NetvscStatus(names.id(), names.failsafe(), name, index, mac, there, state,
            state == VfState.ABSENT ? "" : vf.function().address(), state == VfState.PRESENT ? vf.name() : "", since, reason, published);
    }
}
