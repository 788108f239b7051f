package dev.pollmode.ethdev.spi;

import dev.pollmode.ethdev.Link;
import dev.pollmode.ethdev.LinkControl;

/// The device class of a port that has no cable: its link is up while the port is started, unless it was taken down since.
public abstract class SoftwarePort implements EthDevOps, LinkControl {
    private static final int SPEED_MBPS = 10_000;

    private boolean up;

    /// For drivers.
    protected SoftwarePort() {
    }

    @Override
    public void start() {
        up = true;
    }

    @Override
    public void stop() {
        up = false;
    }

    @Override
    public final Link link() {
        return Link.up(SPEED_MBPS).withUp(up);
    }

    @Override
    public final void setLink(final boolean wanted) {
        up = wanted;
    }
}
