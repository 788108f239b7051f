package dev.pollmode.sys;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

@RequiresNetNs
class NetNsTest {
    @Test
    void runsCodeInAnotherNamespaceAndLeavesTheCallerWhereItIs() {
        try (NetNs before = NetNs.current(); NetNs made = NetNs.create()) {
            try (NetNs inside = made.call(NetNs::current); NetNs after = NetNs.current()) {
                assertThat(inside.isSameAs(made)).isTrue();
                assertThat(made.isSameAs(before)).isFalse();
                assertThat(after.isSameAs(before)).isTrue();
            }
        }
    }

    @Test
    void aNewNamespaceHoldsTheLoopbackDeviceOnly() {
        try (NetNs made = NetNs.create(); RtNetlink links = RtNetlink.openIn(made)) {
            assertThat(links.links()).extracting(LinkInfo::name).containsExactly("lo");
        }
    }

    @Test
    void handsOverWhatTheCodeThrows() {
        try (NetNs made = NetNs.create()) {
            assertThatThrownBy(() -> made.call(() -> {
                throw new IOException("from inside");
            })).isInstanceOf(IOException.class).hasMessage("from inside");
            assertThatThrownBy(() -> made.run(() -> {
                throw new IllegalStateException("from inside");
            })).isInstanceOf(IllegalStateException.class);
        }
    }

    @Test
    void processesStartedInsideAreInside() {
        try (TestNet net = new TestNet()) {
            net.links.createIfb("only-here");
            assertThat(net.exec("ip", "-o", "link")).contains("only-here");
        }
    }

    @Test
    void opensANamespaceByPathAndRefusesOddNames() {
        try (NetNs own = NetNs.open(Path.of("/proc/thread-self/ns/net")); NetNs current = NetNs.current()) {
            assertThat(own.isSameAs(current)).isTrue();
        }
        assertThatThrownBy(() -> NetNs.named("../etc")).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> NetNs.named("no-such-" + ProcessHandle.current().pid())).isInstanceOf(SysException.class)
            .hasMessageContaining("ENOENT");
    }

    @Test
    void aFileThatIsNoNamespaceCannotBeEntered() {
        try (NetNs odd = NetNs.open(Path.of("/dev/null"))) {
            assertThatThrownBy(() -> odd.run(() -> { })).isInstanceOf(SysException.class).hasMessageStartingWith("setns(/dev/null): EINVAL");
        }
    }

    @Test
    void handsAnInterruptToTheCodeAndKeepsIt() {
        try (NetNs made = NetNs.create()) {
            Thread.currentThread().interrupt();
            final boolean seen = made.call(() -> {
                try {
                    Thread.currentThread().join();
                    return false;
                } catch (final InterruptedException e) {
                    return true;
                }
            });
            assertThat(seen).isTrue();
            assertThat(Thread.interrupted()).isTrue();
        }
    }

    @Test
    void leavesNoDescriptorBehind() {
        NetNs.create().close();
        final int before = OpenFds.count();
        for (int i = 0; i < 100; i++) {
            try (NetNs made = NetNs.create()) {
                made.run(() -> { });
            }
        }
        assertThat(OpenFds.count()).isLessThanOrEqualTo(before);
    }
}
