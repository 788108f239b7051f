package dev.pollmode.pmd.vdev.netvsc;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pollmode.sys.Errno;
import dev.pollmode.sys.SysException;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// Functions with several interfaces, and a kernel that refuses.
@Timeout(60)
final class ManaAndFailuresTest {
    private static final String FUNCTION = "7870:00:00.0";

    @TempDir
    private Path root;

    /// VN-79: two interfaces on one function; each is told which of its ports is meant.
    @Test
    void tellsWhichPortOfAFunctionIsMeant() {
        try (Lab lab = new Lab(root)) {
            lab.network.netvsc(2, "eth0", FakeNetwork.mac(1)).netvsc(3, "eth1", FakeNetwork.mac(2));
            lab.network.sysfs.mana(FUNCTION);
            lab.network.vf(5, "enP0", FakeNetwork.mac(1), FUNCTION).vf(6, "enP1", FakeNetwork.mac(2), FUNCTION);
            lab.add("");
            assertThat(lab.failsafe.toldAtProbe).containsExactly(FUNCTION + ",mac=02:00:00:00:00:01", FUNCTION + ",mac=02:00:00:00:00:02");
            assertThat(lab.contexts.statuses()).extracting(NetvscStatus::vf).containsOnly(FUNCTION);
        }
    }

    /// VN-79: a function of another maker has one interface.
    @Test
    void tellsTheAddressAloneOfOtherFunctions() {
        try (Lab lab = new Lab(root)) {
            lab.network.netvsc(2, "eth0", FakeNetwork.mac(1)).vf(5, "enP0", FakeNetwork.mac(1), FUNCTION);
            lab.network.sysfs.identify(FUNCTION, "0x15b3", "0x1016");
            lab.add("");
            assertThat(lab.failsafe.toldAtProbe).containsExactly(FUNCTION);
        }
    }

    /// VN-19
    @Test
    void saysThatThereIsNoSocket() {
        try (Lab lab = new Lab(root)) {
            final NetvscContexts contexts = new NetvscContexts(lab.eal, () -> {
                throw new SysException("socket(AF_NETLINK)", Errno.EMFILE, null);
            });
            contexts.add("net_vdev_netvsc0", "");
            assertThat(lab.log()).contains("net_vdev_netvsc0: cannot open socket").contains("EMFILE");
            assertThat(contexts.statuses()).isEmpty();
            contexts.remove("net_vdev_netvsc0");
            assertThat(lab.eal.alarms().pending()).isZero();
        }
    }

    /// VN-63
    @Test
    void saysThatTheAlarmCannotBeSet() {
        final Lab lab = new Lab(root);
        lab.close();
        final ScanLoop loop = new ScanLoop(lab.eal, lab.network, List.of(), lab.eal.logs().logger(NetvscContexts.COMPONENT));
        loop.start();
        assertThat(lab.log()).contains("unable to schedule the alarm of the scan");
        loop.onAlarm();
        assertThat(lab.log()).contains("unable to reschedule the alarm of the scan");
    }
}
