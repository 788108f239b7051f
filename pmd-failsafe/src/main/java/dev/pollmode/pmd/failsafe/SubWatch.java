package dev.pollmode.pmd.failsafe;

import dev.pollmode.eal.DeviceEvents;
import dev.pollmode.eal.EalException;
import dev.pollmode.sys.Errno;

/// Watches for signs that a missing sub-device is there: a line that can be read, a device that appeared.
final class SubWatch implements AutoCloseable {
    private final Core core;
    private final HotPlug hotPlug;
    private DeviceEvents.Registration devices;

    SubWatch(final Core core, final HotPlug hotPlug) {
        this.core = core;
        this.hotPlug = hotPlug;
    }

    void begin() {
        devices = core.eal().deviceEvents().register(this::onDevice);
        for (final SubDevice sub : core.subs()) {
            sub.source().watch(core.eal().interrupts(), () -> onNews(sub));
        }
    }

    private void onNews(final SubDevice sub) {
        sub.notice();
        if (!sub.state().hasPort()) {
            hotPlug.wake();
        }
    }

    private void onDevice(final String name, final DeviceEvents.Kind kind) {
        for (final SubDevice sub : core.subs()) {
            if (kind == DeviceEvents.Kind.ADD && !sub.state().hasPort() && name.equals(sub.deviceName())) {
                sub.notice();
                hotPlug.wake();
            }
        }
    }

    @Override
    public void close() {
        try {
            if (devices != null) {
                devices.unregister();
            }
        } catch (final EalException e) {
            // It runs at this moment, finds nothing to do, and ends with the Eal.
            assert e.errno() == Errno.EAGAIN : e;
        }
    }
}
