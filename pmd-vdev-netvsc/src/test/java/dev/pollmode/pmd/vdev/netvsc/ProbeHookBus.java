package dev.pollmode.pmd.vdev.netvsc;

import dev.pollmode.test.support.TestBus;

/// A bus without devices that is probed as one of hardware is, before the vdev bus.
final class ProbeHookBus extends TestBus {
    private final Runnable onProbe;

    ProbeHookBus(final Runnable onProbe) {
        super("hook");
        this.onProbe = onProbe;
    }

    @Override
    public void probe() {
        onProbe.run();
    }
}
