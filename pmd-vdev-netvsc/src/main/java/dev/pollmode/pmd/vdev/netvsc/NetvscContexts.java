package dev.pollmode.pmd.vdev.netvsc;

import dev.pollmode.eal.Devargs;
import dev.pollmode.eal.Device;
import dev.pollmode.eal.Eal;
import dev.pollmode.eal.EalException;
import dev.pollmode.ethdev.MacAddress;
import dev.pollmode.sys.SysException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Supplier;

/// The NetVSC interfaces that an Eal follows, and the devices made for them; shared by all instances of the driver.
///
/// Changed under the lock of the Eal; [#statuses()] may be called by any thread.
final class NetvscContexts {
    static final String COMPONENT = "pmd.net.vdev_netvsc";

    private final Eal eal;
    private final Supplier<? extends HostNetwork> opener;
    private final Logger log;
    private final Set<String> instances = new HashSet<>();
    private final List<Plugged> plugged = new CopyOnWriteArrayList<>();
    /// Those of [#plugged], for the scans.
    private final List<NetvscContext> contexts = new CopyOnWriteArrayList<>();
    /// The VFs that were there when the buses were scanned, by address: drivers of other buses may take them before this
    /// one is asked for anything.
    private final Map<MacAddress, Vf> seen = new HashMap<>();
    private HostNetwork host;
    private ScanLoop loop;

    /// A context with what was made for it.
    private record Plugged(NetvscContext context, ControlPipe pipe, Device failsafe) {
    }

    /// @param eal    where devices are plugged
    /// @param opener opens the view of the machine; it is closed with the last instance
    NetvscContexts(final Eal eal, final Supplier<? extends HostNetwork> opener) {
        this.eal = eal;
        this.opener = opener;
        log = eal.logs().logger(COMPONENT);
    }

    /// {@return the contexts of an Eal}
    ///
    /// @param eal the Eal
    static NetvscContexts of(final Eal eal) {
        return eal.extension(NetvscContexts.class,
            owner -> new NetvscContexts(owner, () -> new KernelNetwork(owner.options().devices().sysfsRoot())));
    }

    /// {@return what is known of each interface, in the order they were found}
    List<NetvscStatus> statuses() {
        return contexts.stream().map(NetvscContext::status).toList();
    }

    /// Notes which VFs there are, before any driver takes one from the kernel.
    void remember() {
        try (HostNetwork now = opener.get()) {
            now.links().stream().flatMap(link -> NetInterface.of(link).stream()).forEach(candidate -> now.sysfs()
                .pciFunction(candidate.name())
                .ifPresent(function -> seen.put(candidate.mac(), new Vf(candidate.index(), candidate.name(), function))));
        } catch (final SysException e) {
            log.log(Level.WARNING, "VFs that are taken from the kernel now are not seen: " + e.getMessage());
        }
    }

    // ---- instances ----

    /// Serves an instance: finds the interfaces that it asks for and makes a failsafe device for each. What goes wrong is
    /// logged: the instance stays, without devices.
    ///
    /// @param instance  its name
    /// @param arguments its arguments
    void add(final String instance, final String arguments) {
        log.log(Level.DEBUG, "invoked as \"" + instance + "\", using arguments \"" + arguments + "\"");
        if (loop != null) {
            loop.pause();
        }
        try {
            serve(instance, arguments);
        } catch (final RuntimeException e) {
            log.log(Level.ERROR, instance + ": " + e.getMessage());
            log.log(Level.DEBUG, "cause", e);
        } finally {
            if (!contexts.isEmpty()) {
                loop.start();
            }
        }
    }

    private void serve(final String instance, final String arguments) {
        final NetvscArgs args = NetvscArgs.parse(arguments);
        if (!args.ignore()) {
            // What was served in vain is an instance as well; one that ignores all is none.
            instances.add(instance);
            open();
            new Selector(host, this, log).select(args);
        }
    }

    /// Ends an instance. With the last one all contexts end, and their failsafe devices go.
    ///
    /// @param instance its name
    void remove(final String instance) {
        if (!instances.remove(instance) || !instances.isEmpty()) {
            return;
        }
        if (loop != null) {
            loop.stop();
            loop = null;
        }
        contexts.clear();
        plugged.reversed().forEach(this::unplug);
        plugged.clear();
        if (host != null) {
            host.close();
            host = null;
        }
    }

    private void open() {
        if (host == null) {
            try {
                host = opener.get();
            } catch (final SysException e) {
                throw EalException.of("cannot open socket", e);
            }
            loop = new ScanLoop(eal, host, contexts, log);
        }
    }

    // ---- contexts ----

    /// {@return whether an interface has a context}
    ///
    /// @param candidate the interface
    boolean handle(final NetInterface candidate) {
        return contexts.stream().anyMatch(context -> context.handles(candidate));
    }

    /// Makes the failsafe device of an interface. A VF that is there already is known to it from the first moment.
    ///
    /// @param netvsc an interface without a context
    /// @throws RuntimeException when it can't; nothing is left then
    void create(final NetInterface netvsc) {
        final ControlPipe pipe = openPipe(netvsc);
        try {
            final NetvscNames names = new NetvscNames(contexts.size());
            final String arguments = names.arguments(pipe.readFd(), netvsc.name());
            log.log(Level.DEBUG, "generating virtual device \"" + names.failsafe() + "\" with arguments \"" + arguments + "\"");
            final Optional<Vf> earlier = Optional.ofNullable(seen.get(netvsc.mac()));
            final NetvscContext context = new NetvscContext(names, netvsc, earlier, host.sysfs(), pipe, log);
            context.scan(host.links());
            final Device failsafe = eal.plug(Devargs.of(null, names.failsafe(), arguments));
            plugged.add(new Plugged(context, pipe, failsafe));
            contexts.add(context);
        } catch (final RuntimeException e) {
            pipe.close();
            throw e;
        }
        log.log(Level.DEBUG, "added NetVSC interface \"" + netvsc.name() + "\" to context list");
    }

    private static ControlPipe openPipe(final NetInterface netvsc) {
        try {
            return new ControlPipe();
        } catch (final SysException e) {
            throw EalException.of("cannot allocate control pipe for interface \"" + netvsc.name() + "\"", e);
        }
    }

    /// First the device that reads from the pipe, then the pipe. A closing Eal removes its devices itself.
    private void unplug(final Plugged gone) {
        try {
            if (!eal.isClosed() && eal.devices().anyMatch(device -> device == gone.failsafe)) {
                eal.unplug(gone.failsafe);
            }
        } catch (final RuntimeException e) {
            log.log(Level.ERROR, "remove of " + gone.failsafe + " failed", e);
        } finally {
            gone.pipe.close();
        }
    }
}
