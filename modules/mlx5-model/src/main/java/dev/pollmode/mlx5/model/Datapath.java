package dev.pollmode.mlx5.model;

import dev.pollmode.mlx5.prm.EventType;

/// What the device does when no register is written: send, receive, expire, ask for pages, watch the link. Device thread only.
final class Datapath {
    private static final int SEND_BUDGET = 64;
    private static final int RECEIVE_BUDGET = 128;
    private static final long LOOPED_CAPACITY = 1 << 18;

    private final Hca hca;
    private final Wire wire;
    private final Egress egress;
    private final SendEngine sender;
    private final ReceiveEngine receiver;
    private boolean plugged;
    private boolean wasUp;

    Datapath(final Hca hca, final Wire wire) {
        this.hca = hca;
        this.wire = wire;
        this.plugged = hca.config.linkUp();
        final KeyAccess keys = new KeyAccess(hca);
        final FrameRing looped = new FrameRing(LOOPED_CAPACITY);
        this.egress = new Egress(hca, wire, looped);
        this.sender = new SendEngine(hca, egress, keys);
        this.receiver = new ReceiveEngine(hca, wire, looped, keys);
        this.wasUp = hca.vport.isUp();
    }

    void reset() {
        egress.reset();
        receiver.reset();
    }

    void setLink(final boolean up) {
        plugged = up;
        watchLink();
    }

    /// {@return how much work was done}
    int poll() {
        watchLink();
        int done = 0;
        egress.drain();
        if (hca.phase() == Phase.RUNNING && hca.health.isWell()) {
            for (final SendQueue queue : hca.sendQueues.all()) {
                done += sender.poll(queue, SEND_BUDGET);
            }
        }
        done += receiver.poll(RECEIVE_BUDGET);
        for (final CompletionQueue queue : hca.completionQueues.all()) {
            done += hca.completions.expire(queue) ? 1 : 0;
        }
        requestPages();
        return done;
    }

    private void requestPages() {
        if (hca.phase() == Phase.RUNNING && hca.events.isWanted(EventType.PAGE_REQUEST)) {
            final int count = hca.pages.request();
            if (count > 0) {
                hca.events.pagesWanted(count);
            }
        }
    }

    private void watchLink() {
        hca.vport.setCable(plugged && wire.isUp());
        final boolean up = hca.vport.isUp();
        if (up != wasUp) {
            wasUp = up;
            hca.events.portChanged(up);
        }
    }
}
