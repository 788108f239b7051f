package dev.pollmode.sys;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pollmode.sys.LinkEvent.Kind;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

@RequiresNetNs
class LinkMonitorTest {
    private TestNet net;
    private LinkMonitor monitor;

    @BeforeEach
    void watchANamespace() {
        net = new TestNet();
        net.links.createVeth("left", "right");
        monitor = LinkMonitor.openIn(net.namespace);
    }

    @AfterEach
    void close() {
        monitor.close();
        net.close();
    }

    @Test
    void tellsNothingWhileNothingHappens() {
        assertThat(monitor.poll()).isEmpty();
        assertThat(monitor.links()).extracting(LinkInfo::name).containsExactlyInAnyOrder("lo", "left", "right");
    }

    @Test
    void tellsThatALinkComes() {
        net.links.createIfb("shaper");

        assertThat(monitor.poll()).filteredOn(event -> event.kind() == Kind.NEW).extracting(event -> event.link().name()).containsExactly("shaper");
    }

    @Test
    void tellsThatALinkGoes() {
        final int left = net.index("left");
        net.links.delete(left);

        assertThat(monitor.poll()).filteredOn(event -> event.kind() == Kind.DELETED).extracting(event -> event.link().name())
            .containsExactlyInAnyOrder("left", "right");
        assertThat(monitor.links()).extracting(LinkInfo::name).containsExactly("lo");
    }

    @Test
    void tellsThatALinkLeavesTheNamespaceAndComesToTheOther() {
        try (TestNet other = new TestNet(); LinkMonitor there = LinkMonitor.openIn(other.namespace)) {
            net.links.moveTo(net.index("right"), other.namespace);

            assertThat(monitor.poll()).anyMatch(event -> event.kind() == Kind.DELETED && event.link().name().equals("right"));
            assertThat(there.poll()).anyMatch(event -> event.kind() == Kind.NEW && event.link().name().equals("right"));
        }
    }

    @Test
    void tellsWhatChanges() {
        net.links.setMtu(net.index("left"), 1400);
        net.links.rename(net.index("right"), "other");

        final List<LinkEvent> events = monitor.poll();
        assertThat(events).allMatch(event -> event.kind() == Kind.CHANGED);
        assertThat(events).anyMatch(event -> event.link().mtu() == 1400).anyMatch(event -> event.link().name().equals("other"));
    }

    @Test
    void tellsThatTheLinkComesUpAndGoesDown() {
        net.links.setUp(net.index("left"), true);
        net.links.setUp(net.index("right"), true);
        assertThat(eventually(event -> event.link().name().equals("left") && event.link().isRunning())).isTrue();

        net.links.setUp(net.index("right"), false);
        assertThat(eventually(event -> event.link().name().equals("left") && !event.link().isRunning())).isTrue();
    }

    @Test
    void leavingABridgeIsNoDeletion() {
        net.links.createBridge("bridge");
        net.exec("ip", "link", "set", "left", "master", "bridge");
        monitor.poll();

        net.exec("ip", "link", "set", "left", "nomaster");

        assertThat(monitor.poll()).allMatch(event -> event.kind() == Kind.CHANGED)
            .anyMatch(event -> event.link().name().equals("left") && event.link().master() == 0);
    }

    @Test
    void isReadableWhenThereIsSomethingToTell() {
        net.links.createIfb("shaper");

        assertThat(Poll.readable(monitor.fd().number(), 0)).isTrue();
        monitor.poll();
        assertThat(Poll.readable(monitor.fd().number(), 0)).isFalse();
    }

    @Test
    void afterLosingEventsLeadsToWhatIsNow() {
        monitor.receiveBuffer(4096);
        net.links.createIfb("shaper");
        for (int i = 0; i < 200; i++) {
            net.links.setMtu(net.index("left"), 1000 + i);
        }
        net.links.delete(net.index("shaper"));
        net.links.createIfb("other");

        final List<LinkEvent> events = monitor.poll();
        assertThat(events).extracting(LinkEvent::kind).contains(Kind.RESYNC);
        assertThat(monitor.links()).containsExactlyInAnyOrderElementsOf(net.links.links());
        final List<LinkEvent> after = events.subList(events.lastIndexOf(new LinkEvent(Kind.RESYNC, null)), events.size());
        assertThat(after).anyMatch(event -> event.kind() == Kind.NEW && event.link().name().equals("other"))
            .anyMatch(event -> event.kind() == Kind.CHANGED && event.link().mtu() == 1199);
        net.links.delete(net.index("other"));
        assertThat(monitor.poll()).anyMatch(event -> event.kind() == Kind.DELETED && event.link().name().equals("other"));
    }

    @Test
    void leavesNoDescriptorBehind() {
        final int before = OpenFds.count();
        for (int i = 0; i < 200; i++) {
            LinkMonitor.open().close();
        }
        assertThat(OpenFds.count()).isLessThanOrEqualTo(before);
    }

    private boolean eventually(final Predicate<LinkEvent> wanted) {
        final List<LinkEvent> seen = new ArrayList<>();
        return TestNet.eventually(() -> {
            seen.addAll(monitor.poll());
            return seen.stream().anyMatch(wanted);
        });
    }
}
