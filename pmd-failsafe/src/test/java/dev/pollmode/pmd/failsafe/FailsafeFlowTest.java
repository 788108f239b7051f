package dev.pollmode.pmd.failsafe;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.pollmode.ethdev.Chaos;
import dev.pollmode.ethdev.FlowRules;
import dev.pollmode.sys.Errno;
import org.junit.jupiter.api.Test;

/// Flow rules over sub-devices that accept rules.
final class FailsafeFlowTest {
    private static final String TWO = "--vdev=net_failsafe0,dev(nic0),dev(nic1)";
    private static final String DROP = "ingress pattern eth / end actions drop / end";

    private final FakeNics nics = new FakeNics();

    private FullNic nic(final int index) {
        return (FullNic) nics.nic("nic" + index);
    }

    /// FS-81
    @Test
    void aRuleIsMadeOnAllDevicesOrOnNone() {
        try (Rig rig = Rig.on(nics, TWO)) {
            rig.start();
            final FlowRules flows = rig.port().capability(FlowRules.class);
            final long rule = flows.createFlow(DROP);
            assertThat(nic(0).rules).containsValue(DROP);
            assertThat(nic(1).rules).containsValue(DROP);
            nics.plan("nic1").refusals.put("createFlow", Errno.ENOSPC);
            assertThatThrownBy(() -> flows.createFlow("other")).hasMessageContaining("sub_device 1").hasMessageContaining("ENOSPC");
            assertThat(nic(0).rules).as("taken back").hasSize(1);
            flows.destroyFlow(rule);
            assertThat(nic(0).rules).isEmpty();
            assertThat(nic(1).rules).isEmpty();
            assertThatThrownBy(() -> flows.destroyFlow(rule)).hasMessageContaining("ENOENT");
        }
    }

    /// FS-82
    @Test
    void rulesAreMadeAgainOnADeviceThatComesBack() {
        try (Rig rig = Rig.on(nics, TWO)) {
            rig.start();
            final FlowRules flows = rig.port().capability(FlowRules.class);
            flows.createFlow(DROP);
            final long second = flows.createFlow("second");
            Chaos.of(rig.eal).remove("nic0");
            rig.settle();
            Chaos.of(rig.eal).restore("nic0");
            rig.settle();
            assertThat(nic(0).rules).containsValues(DROP, "second");
            assertThat(nic(0).calls).containsSubsequence("flushFlows", "createFlow " + DROP, "createFlow second", "start");
            flows.destroyFlow(second);
            assertThat(nic(0).rules).containsOnlyKeys(101L);
            flows.flushFlows();
            assertThat(nic(0).rules).isEmpty();
        }
    }

    /// FS-84: in C a query fails even when it succeeds.
    @Test
    void aQueryIsAnsweredByThePathThatSends() {
        try (Rig rig = Rig.on(nics, TWO)) {
            rig.start();
            final FlowRules flows = rig.port().capability(FlowRules.class);
            final long rule = flows.createFlow(DROP);
            assertThat(flows.queryFlow(rule)).isEqualTo(1010);
            assertThat(nic(0).calls).endsWith("queryFlow 101");
            Chaos.of(rig.eal).remove("nic0");
            assertThat(flows.queryFlow(rule)).isEqualTo(1010);
            assertThat(nic(1).calls).endsWith("queryFlow 101");
        }
    }

    /// FS-85
    @Test
    void isolationIsKeptForDevicesThatComeLater() {
        nics.plan("nic0").failingProbes = 1;
        try (Rig rig = Rig.on(nics, "--vdev=net_failsafe0,hotplug_poll=100,dev(nic0),dev(nic1)")) {
            rig.port().capability(FlowRules.class).isolateFlows(true);
            rig.start();
            rig.advance(100);
            assertThat(nic(0).calls).containsSubsequence("isolateFlows true", "configure", "start");
            assertThat(nic(1).calls).containsSubsequence("isolateFlows true", "configure", "start");
        }
    }

    @Test
    void aDeviceWithoutRulesIsNamed() {
        try (Rig rig = Rig.on(nics, "--vdev=net_failsafe0,dev(nic0),dev(bare1)")) {
            rig.start();
            final FlowRules flows = rig.port().capability(FlowRules.class);
            assertThatThrownBy(() -> flows.createFlow(DROP)).hasMessageContaining("ENOTSUP").hasMessageContaining("bare1");
            assertThat(nic(0).rules).isEmpty();
            assertThatThrownBy(() -> flows.validateFlow(DROP)).hasMessageContaining("bare1");
        }
    }
}
