package dev.pollmode.pmd.tap;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pollmode.test.support.TestNet;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// TP-48, TP-50: the remote is as before, however a process ends. Closing and failing to open are in [RemoteTest].
class RemoteEndingsTest {
    private final TestNet net = new TestNet();
    private final List<Process> children = new ArrayList<>();

    @BeforeEach
    void makePair() {
        net.links.createVeth("near", "far");
        RemoteState.settle(net, "near");
    }

    @AfterEach
    void close() {
        children.forEach(Process::destroyForcibly);
        net.close();
    }

    private Process start(final String devargs) throws IOException {
        final Process child = ChildPort.start(net, devargs);
        children.add(child);
        return child;
    }

    private String withAdministrator(final boolean there) {
        if (there) {
            net.run("tc", "qdisc", "add", "dev", "near", "clsact");
            net.run("tc", "filter", "add", "dev", "near", "ingress", "prio", "5", "protocol", "ip", "u32", "match", "u32", "0", "0",
                "flowid", "1:1");
        }
        return RemoteState.of(net, "near");
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void restoresTheRemoteAtSigterm(final boolean administrator) throws IOException, InterruptedException {
        final String before = withAdministrator(administrator);
        final Process child = start("net_tap0,iface=dtap0,remote=near");
        assertThat(RemoteState.of(net, "near")).contains("mirred");

        child.destroy();
        child.waitFor();

        assertThat(RemoteState.of(net, "near")).isEqualTo(before);
        assertThat(net.has("dtap0")).isFalse();
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void theNextPortRestoresTheRemoteAfterSigkill(final boolean administrator) throws IOException, InterruptedException {
        final String before = withAdministrator(administrator);
        final Process child = start("net_tap0,iface=dtap0,remote=near");
        child.destroyForcibly();
        child.waitFor();
        assertThat(RemoteState.of(net, "near")).contains("mirred");

        // Any port will do, also one without a remote.
        final Process next = start("net_tap0,iface=dtap0");
        assertThat(RemoteState.of(net, "near")).isEqualTo(before);
        next.destroyForcibly();
        next.waitFor();
    }

    @Test
    void takesARemoteOverAgainAfterSigkillAndRemembersItsFirstState() throws IOException, InterruptedException {
        final String before = withAdministrator(false);
        for (int i = 0; i < 2; i++) {
            final Process child = start("net_tap0,iface=dtap0,remote=near");
            child.destroyForcibly();
            child.waitFor();
        }
        final Process last = start("net_tap0,iface=dtap0,remote=near");
        last.destroy();
        last.waitFor();

        assertThat(RemoteState.of(net, "near")).isEqualTo(before);
    }

    /// TP-07: the interface of a process that was killed is still there, and so are its filters.
    @Test
    void takesARemoteOverAgainFromAPersistentInterface() throws IOException, InterruptedException {
        final String before = withAdministrator(false);
        final Process child = start("net_tap0,iface=dtap0,remote=near,persist=1");
        child.destroyForcibly();
        child.waitFor();
        assertThat(net.has("dtap0")).isTrue();

        final Process next = start("net_tap0,iface=dtap0,remote=near,persist=1");
        next.destroy();
        next.waitFor();

        assertThat(RemoteState.of(net, "near")).isEqualTo(before);
        assertThat(net.run("tc", "qdisc", "show", "dev", "dtap0")).doesNotContain("clsact");
    }
}
