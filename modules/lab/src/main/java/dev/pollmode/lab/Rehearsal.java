package dev.pollmode.lab;

import dev.pollmode.ethdev.Chaos;
import dev.pollmode.ethdev.EthDev;
import dev.pollmode.ethdev.EthDevs;
import dev.pollmode.testpmd.spi.Report;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;

/// Runs the plan on the rig and watches what becomes of the frames.
final class Rehearsal {
    private static final long SECOND_NS = TimeUnit.SECONDS.toNanos(1);
    private static final long PATIENCE_NS = 20 * SECOND_NS;
    private static final long LOOK_NS = 500_000;

    private final Rig rig;
    private final View view;
    private final Plan plan;
    private final BooleanSupplier ended;
    private final List<Switch> switches = new ArrayList<>();
    private final long startNs = System.nanoTime();
    private long sampledNs = startNs;
    private long[] sampled = new long[4];
    private int linkFlaps;
    private String trouble;

    /// @param ended whether the user wants it to end now
    Rehearsal(final Rig rig, final View view, final Plan plan, final BooleanSupplier ended) {
        this.rig = rig;
        this.view = view;
        this.plan = plan;
        this.ended = ended;
    }

    /// Runs.
    ///
    /// @param seconds how long; longer if by then a failover or a return has not been seen
    Verdict run(final double seconds) {
        rig.startTraffic();
        final long endNs = System.nanoTime() + (long) (seconds * SECOND_NS);
        if (await("the VF carries frames both ways", () -> isOn(rig.vf().path()))) {
            while (trouble == null && !isOver(endNs)) {
                final Step step = plan.next(rig.vf() != null);
                final long stepNs = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(step.waitMs());
                pause(() -> System.nanoTime() - stepNs >= 0 || isOver(endNs));
                if (!isOver(endNs)) {
                    take(step);
                }
            }
        }
        return end();
    }

    private boolean isOver(final long endNs) {
        final boolean seenBoth = switches.stream().anyMatch(Switch::isFailover) && !switches.stream().allMatch(Switch::isFailover);
        return ended.getAsBoolean() || seenBoth && System.nanoTime() - endNs >= 0;
    }

    private void take(final Step step) {
        switch (step.kind()) {
            case ASKED_BACK -> askBack();
            case PULLED -> pull();
            case RETURNED -> giveBack(step.address());
            case LINK -> flap(step.lastsMs());
        }
    }

    private void askBack() {
        final Vf vf = rig.vf();
        tell("the host asks for VF " + vf.address());
        final long event = System.nanoTime();
        rig.guest().deviceGoes(true);
        rig.askBack();
        if (await("the guest lets go of VF " + vf.address() + " and frames take the NetVSC", () -> rig.isReleased() && isOn(Ledger.NETVSC))) {
            note(Step.Kind.ASKED_BACK, vf, event);
            rig.guest().deviceGoes(false);
            rig.clear();
        }
    }

    private void pull() {
        final Vf vf = rig.vf();
        tell("VF " + vf.address() + " is pulled out");
        final long event = System.nanoTime();
        rig.guest().deviceGoes(true);
        rig.pull();
        if (await("frames take the NetVSC after VF " + vf.address() + " was pulled out", () -> isOn(Ledger.NETVSC))) {
            note(Step.Kind.PULLED, vf, event);
            rig.guest().deviceGoes(false);
            rig.clear();
        }
    }

    private void giveBack(final String address) {
        tell("VF " + address + " is there");
        final long event = System.nanoTime();
        rig.give(address);
        final Vf vf = rig.vf();
        if (await("frames take VF " + address + " that has returned", () -> isOn(vf.path()))) {
            note(Step.Kind.RETURNED, vf, event);
        }
    }

    private void flap(final long ms) {
        final String address = rig.vf().address();
        final EthDev port = EthDevs.of(rig.eal()).find(address).orElseThrow();
        tell("the link of VF " + address + " goes down for " + ms + " ms");
        Chaos.of(rig.eal()).link(port, false);
        final long upNs = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(ms);
        pause(() -> System.nanoTime() - upNs >= 0);
        Chaos.of(rig.eal()).link(port, true);
        linkFlaps++;
    }

    private boolean isOn(final int path) {
        return rig.outside().out().now().path() == path && rig.outside().in().now().path() == path;
    }

    private void note(final Step.Kind kind, final Vf vf, final long event) {
        final Switch change = new Switch(kind, vf.address(), vf.path(), (event - startNs) / 1e9,
            (rig.outside().out().now().sinceNs() - event) / 1e6, (rig.outside().in().now().sinceNs() - event) / 1e6);
        switches.add(change);
        view.event(new Report(String.format(Locale.ROOT, "%7.1f s  %s: first frame by the %s after %.1f ms out, %.1f ms in%n", seconds(),
            change.isFailover() ? "failover" : "return", change.isFailover() ? "NetVSC" : "VF", change.outMs(), change.inMs()), change.data()));
    }

    private void tell(final String what) {
        final Map<String, Object> data = new LinkedHashMap<>();
        data.put("type", "event");
        data.put("second", Lab.rounded(seconds()));
        data.put("event", what);
        view.event(new Report(String.format(Locale.ROOT, "%7.1f s  %s%n", seconds(), what), data));
    }

    private double seconds() {
        return (System.nanoTime() - startNs) / 1e9;
    }

    // ---- waiting ----

    /// Waits for something that has to happen; if it does not, that is the end.
    private boolean await(final String what, final BooleanSupplier happened) {
        final long deadline = System.nanoTime() + PATIENCE_NS;
        pause(() -> happened.getAsBoolean() || System.nanoTime() - deadline >= 0 || failure() != null);
        if (failure() != null) {
            trouble = "the traffic ended: " + failure();
        } else if (!happened.getAsBoolean()) {
            trouble = "waited " + PATIENCE_NS / SECOND_NS + " s in vain: " + what;
        }
        return trouble == null;
    }

    private Throwable failure() {
        return rig.guest().failure() == null ? rig.outside().failure() : rig.guest().failure();
    }

    private void pause(final BooleanSupplier over) {
        while (!over.getAsBoolean()) {
            LockSupport.parkNanos(LOOK_NS);
            final long now = System.nanoTime();
            if (now - sampledNs >= SECOND_NS) {
                sample(now);
            }
        }
    }

    private void sample(final long now) {
        final Ledger in = rig.outside().in();
        final Ledger out = rig.outside().out();
        final Ledger group = rig.outside().group();
        final long[] counts = {in.byVf(), out.byVf(), in.byNetvsc() + group.byNetvsc(), out.byNetvsc()};
        final double passed = (now - sampledNs) / 1e9;
        final long[] rates = new long[counts.length];
        for (int i = 0; i < counts.length; i++) {
            rates[i] = Math.round((counts[i] - sampled[i]) / passed);
        }
        sampled = counts;
        sampledNs = now;
        view.second(new Sample((now - startNs) / 1e9, rig.vf() == null ? null : rig.vf().address(), out.now().path(), rates[0], rates[1], rates[2],
            rates[3], in.lost() + out.lost() + group.lost(), in.held() + out.held()));
    }

    // ---- the end ----

    private Verdict end() {
        final Outside outside = rig.outside();
        rig.guest().quiet();
        outside.quiet();
        final long deadline = System.nanoTime() + SECOND_NS;
        pause(() -> System.nanoTime() - deadline >= 0 || outside.in().highest() + 1 == outside.sent()
            && outside.group().highest() + 1 == outside.sentToGroup() && outside.out().highest() + 1 == rig.guest().sent());
        rig.guest().close();
        outside.close();
        outside.in().end(outside.sent());
        outside.group().end(outside.sentToGroup());
        outside.out().end(rig.guest().sent());
        return new Verdict(seconds(), List.copyOf(switches), trouble, outside.in(), outside.out(), outside.group(),
            outside.sent() + outside.sentToGroup() + rig.guest().sent(), linkFlaps, rig.heldAsThePortCounts());
    }
}
