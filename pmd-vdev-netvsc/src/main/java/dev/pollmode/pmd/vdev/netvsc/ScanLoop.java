package dev.pollmode.pmd.vdev.netvsc;

import dev.pollmode.eal.Eal;
import dev.pollmode.sys.LinkInfo;
import dev.pollmode.sys.SysException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.List;

/// Has contexts look for their VFs: at once when the kernel tells of a change, and each second whatever happens.
///
/// Started and stopped by the control thread; scans run on the interrupt thread, which also runs alarms.
final class ScanLoop {
    static final Duration PERIOD = Duration.ofMillis(1_000);

    private final Eal eal;
    private final HostNetwork host;
    private final List<NetvscContext> contexts;
    private final Logger log;
    /// One object, by which the alarm is found again.
    private final Runnable alarm = this::onAlarm;
    private volatile HostNetwork.Watch watch;
    private boolean failing;

    /// @param contexts those to scan; may change at any time
    ScanLoop(final Eal eal, final HostNetwork host, final List<NetvscContext> contexts, final Logger log) {
        this.eal = eal;
        this.host = host;
        this.contexts = contexts;
        this.log = log;
    }

    /// Goes on, the next round in a second.
    void start() {
        if (watch == null) {
            try {
                watch = host.watch(eal.interrupts(), this::scan);
            } catch (final RuntimeException e) {
                log.log(Level.WARNING, "changes are seen each second only: " + e.getMessage());
            }
        }
        arm("schedule");
    }

    /// Ends the rounds: when it returns, none runs because of the time.
    void pause() {
        eal.alarms().cancelAll(alarm);
    }

    /// Ends all scans: when it returns, none runs and none will.
    void stop() {
        pause();
        final HostNetwork.Watch ending = watch;
        watch = null;
        if (ending != null) {
            ending.close();
        }
    }

    /// A second has passed.
    void onAlarm() {
        try {
            scan(List.of());
        } finally {
            arm("reschedule");
        }
    }

    private void arm(final String verb) {
        try {
            eal.alarms().set(PERIOD, alarm);
        } catch (final RuntimeException e) {
            log.log(Level.ERROR, "unable to " + verb + " the alarm of the scan: " + e.getMessage());
        }
    }

    private void scan(final List<String> removedDevices) {
        removedDevices.forEach(path -> contexts.forEach(context -> context.onRemoved(path)));
        final List<LinkInfo> links;
        try {
            links = links();
            failing = false;
        } catch (final SysException e) {
            onFailure(e);
            return;
        }
        for (final NetvscContext context : contexts) {
            try {
                context.scan(links);
            } catch (final RuntimeException e) {
                // One context keeps no other from its VF.
                log.log(Level.ERROR, "scan for the VF of \"" + context.status().iface() + "\" failed", e);
            }
        }
    }

    /// The kernel can't be asked while it takes an interface away, and this thread has to tell of that at once; so it is asked
    /// only when it doesn't tell by itself.
    private List<LinkInfo> links() {
        final HostNetwork.Watch telling = watch;
        if (telling == null) {
            return host.links();
        }
        try {
            return telling.links();
        } catch (final SysException e) {
            log.log(Level.DEBUG, "asking for the interfaces, since what the kernel told can't be read: " + e.getMessage());
            return host.links();
        }
    }

    private void onFailure(final SysException e) {
        if (!failing) {
            failing = true;
            log.log(Level.ERROR, "cannot retrieve system network interfaces, trying again each second: " + e.getMessage());
        }
    }
}
