package dev.pollmode.testpmd;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pollmode.test.support.RequiresCommand;
import dev.pollmode.test.support.RequiresDevice;
import dev.pollmode.test.support.RequiresRoot;
import org.junit.jupiter.api.Test;

/// A device that goes away takes its port along, and nothing else.
@RequiresRoot
@RequiresDevice("/dev/net/tun")
@RequiresCommand("ip")
class RemovalTest {
    @Test
    void forwardsOnBetweenTheOthers() throws Exception {
        final String name = "tpr" + ProcessHandle.current().pid();
        try (Terminal terminal = Terminal.started("net_null0", "net_null1", "net_tap0,iface=" + name)) {
            terminal.type("start");
            assertThat(new ProcessBuilder("ip", "link", "del", name).inheritIO().start().waitFor()).isZero();
            Terminal.await(() -> terminal.session.ports().all().size() == 2 && terminal.session.forwarding().isRunning()
                && terminal.session.forwarding().busyPorts().size() == 2);
            final long before = terminal.session.ports().get(1).dev().stats().rxPackets();
            Terminal.await(() -> terminal.session.ports().get(1).dev().stats().rxPackets() > before + 1000);
            terminal.type("stop");
            assertThat(terminal.session.pool().inUse()).isZero();
        }
    }
}
