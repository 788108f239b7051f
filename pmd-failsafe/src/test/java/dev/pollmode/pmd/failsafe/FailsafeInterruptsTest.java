package dev.pollmode.pmd.failsafe;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.pollmode.ethdev.Chaos;
import dev.pollmode.ethdev.EthDevException;
import dev.pollmode.ethdev.RxInterrupts;
import dev.pollmode.sys.Errno;
import dev.pollmode.sys.Poll;
import java.io.File;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/// FS-79, FS-80: one descriptor to wait for packets with, whichever sub-devices come and go.
@Timeout(60)
final class FailsafeInterruptsTest {
    private final FakeNics nics = new FakeNics();

    private void signal(final String nic) {
        ((FullNic) nics.nic(nic)).signal.signal();
    }

    private void calm(final String nic) {
        ((FullNic) nics.nic(nic)).signal.drain();
    }

    private static boolean readable(final int descriptor) {
        return Poll.readable(descriptor, 0);
    }

    @Test
    void theDescriptorIsReadableWhileAnySubDeviceHasPackets() {
        try (Rig rig = Rig.on(nics, "--vdev=net_failsafe0,dev(nic0),dev(nic1)")) {
            rig.start();
            final RxInterrupts interrupts = rig.port().capability(RxInterrupts.class);
            final int descriptor = interrupts.interruptFd(0);
            signal("nic0");
            assertThat(readable(descriptor)).as("not armed").isFalse();

            interrupts.rxInterrupt(0, true);

            assertThat(readable(descriptor)).as("what waits already wakes, too").isTrue();
            calm("nic0");
            assertThat(readable(descriptor)).isFalse();
            signal("nic1");
            assertThat(readable(descriptor)).isTrue();
            interrupts.rxInterrupt(0, false);
            assertThat(readable(descriptor)).isFalse();
            assertThat(nics.nic("nic1").calls).endsWith("rxInterrupt true", "rxInterrupt false");
        }
    }

    @Test
    void theDescriptorStaysTheSameWhenADeviceLeavesAndReturns() {
        try (Rig rig = Rig.on(nics, "--vdev=net_failsafe0,dev(nic0),dev(nic1)")) {
            rig.start();
            final RxInterrupts interrupts = rig.port().capability(RxInterrupts.class);
            final int descriptor = interrupts.interruptFd(0);
            interrupts.rxInterrupt(0, true);
            signal("nic0");

            Chaos.of(rig.eal).remove("nic0");
            rig.settle();

            assertThat(readable(descriptor)).as("what left wakes nobody").isFalse();
            signal("nic1");
            assertThat(readable(descriptor)).isTrue();
            calm("nic1");
            Chaos.of(rig.eal).restore("nic0");
            rig.settle();
            assertThat(readable(descriptor)).isFalse();
            signal("nic0");
            assertThat(readable(descriptor)).isTrue();
            assertThat(interrupts.interruptFd(0)).isEqualTo(descriptor);
            rig.port().stop();
            assertThat(readable(descriptor)).isFalse();
            rig.port().start();
            assertThat(readable(descriptor)).isTrue();
        }
    }

    @Test
    void aDeviceThatCannotTellIsNamed() {
        try (Rig rig = Rig.on(nics, "--vdev=net_failsafe0,dev(bare0),dev(nic1)", "--vdev=net_failsafe1,dev(bare1)")) {
            rig.start();
            rig.port().capability(RxInterrupts.class).rxInterrupt(0, true);
            Chaos.of(rig.eal).remove("bare0");
            rig.settle();
            Chaos.of(rig.eal).restore("bare0");
            rig.settle();
            assertThat(rig.log()).contains("sub_device 0 (bare0) has no RxInterrupts: what it receives on queue 0 wakes nobody");
            Chaos.of(rig.eal).remove("nic1");
            rig.settle();
            assertThatThrownBy(() -> rig.port().capability(RxInterrupts.class).rxInterrupt(0, true)).isInstanceOf(EthDevException.class)
                .hasMessageContaining("bare0").extracting(e -> ((EthDevException) e).errno()).isEqualTo(Errno.ENOTSUP);
        }
    }

    @Test
    void theDescriptorIsClosedWithThePort() {
        try (Rig rig = Rig.on(nics, "--vdev=net_failsafe0,dev(nic0)")) {
            rig.start();
            final RxInterrupts interrupts = rig.port().capability(RxInterrupts.class);
            interrupts.rxInterrupt(0, true);
            final int descriptor = interrupts.interruptFd(0);
            rig.port().close();
            assertThat(new File("/proc/self/fd/" + descriptor)).doesNotExist();
        }
    }
}
