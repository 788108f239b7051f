package dev.pollmode.pmd.failsafe;

import dev.pollmode.ethdev.EthDev;
import dev.pollmode.ethdev.FailoverStatus;
import java.util.List;
import java.util.Optional;

/// Tells what a failsafe port is doing.
final class Statuses {
    private Statuses() {
    }

    /// {@return what it is doing now}
    static FailoverStatus of(final Core core, final Conductor conductor) {
        final SubDevice sending = core.paths().sending();
        final List<FailoverStatus.Path> paths = core.subs().stream().map(sub -> new FailoverStatus.Path(sub.index(), sub.source().text(),
            sub.deviceName(), Optional.ofNullable(sub.port()).map(EthDev::id), sub.state().name(), sub.since(), sub.reason(),
            sub == sending, core.ledger().of(sub.index()), sub.plugIns(), sub.removals(), sub.lost(), sub.lastPlugIn())).toList();
        return new FailoverStatus(core.context().portId(), core.name(), FailsafeDriver.NAME, conductor.portState().name(), paths,
            Optional.ofNullable(sending).map(SubDevice::index), conductor.untilNextPoll(), core.args().poll(), core.paths().switches(),
            core.paths().recent());
    }
}
