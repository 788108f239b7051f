package dev.pollmode.ethdev;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// ET-10, ET-21, ET-22: what listeners are told.
final class PortEventsTest extends FakePortTest {
    private static final Link UP = Link.up(10_000);

    private final List<EthEvent> told = new ArrayList<>();
    private EthDev port;
    private FakePort device;

    @BeforeEach
    void listen() {
        port = attach("fake0");
        device = behind(port);
        port.onEvent(told::add);
    }

    private void wantLinkChanges() {
        setUp(port, EthConf.queues(1, 1).withInterrupts(true, true));
        port.start();
    }

    @Test
    void linkChangesAreToldOnce() {
        wantLinkChanges();

        device.context.linkChanged(UP);
        device.context.linkChanged(UP);
        device.context.linkChanged(Link.DOWN);

        assertThat(told).containsExactly(new EthEvent.LinkChange(port, UP), new EthEvent.LinkChange(port, Link.DOWN));
    }

    @Test
    void linkChangesAreToldToThoseWhoAskedOnly() {
        started(port);

        device.context.linkChanged(UP);

        assertThat(device.context.wantsLinkChanges()).isFalse();
        assertThat(told).isEmpty();
    }

    @Test
    void aChangeThatIsSeenByReadingTheLinkIsToldToo() {
        wantLinkChanges();
        assertThat(port.link()).isEqualTo(Link.DOWN);
        device.link = UP;

        assertThat(port.link()).isEqualTo(UP);
        port.link();
        device.context.linkChanged(UP);

        assertThat(told).containsExactly(new EthEvent.LinkChange(port, UP));
    }

    @Test
    void aListenerMayUseThePortAndLeave() {
        wantLinkChanges();
        final List<Link> seen = new ArrayList<>();
        final List<Registration> self = new ArrayList<>();
        self.add(port.onEvent(event -> {
            seen.add(port.link());
            self.getFirst().close();
        }));

        device.link = UP;
        device.context.linkChanged(UP);
        device.link = Link.DOWN;
        device.context.linkChanged(Link.DOWN);

        assertThat(seen).containsExactly(UP);
    }

    @Test
    void removalIsToldOnce() {
        device.context.removed("unplugged");
        device.context.removed("unplugged again");

        assertThat(told).containsExactly(new EthEvent.Removal(port, "unplugged"));
    }

    /// ET-22.
    @Test
    void recoveryIsToldInItsOrder_ET22() {
        device.context.tell(new EthEvent.Recovering(port));
        device.context.tell(new EthEvent.RecoverySuccess(port));
        device.context.tell(new EthEvent.RecoveryFailed(port));
        device.context.tell(new EthEvent.Reset(port));

        assertThat(told).containsExactly(new EthEvent.Recovering(port), new EthEvent.RecoverySuccess(port),
            new EthEvent.RecoveryFailed(port), new EthEvent.Reset(port));
    }

    @Test
    void everyKindOfEventKnowsItsPort() {
        for (final Class<?> kind : EthEvent.class.getPermittedSubclasses()) {
            assertThat(kind.getRecordComponents()[0].getType()).as(kind.getSimpleName()).isEqualTo(EthDev.class);
        }
    }

    @Test
    void aClosedPortTellsItsEndAndNothingMore() {
        port.close();
        device.context.removed("late");

        assertThat(told).containsExactly(new EthEvent.Destroy(port));
    }

    /// ET-10.
    @Test
    void linksReadAsDpdkPrintsThem_ET10() {
        assertThat(UP.text()).isEqualTo("Link up at 10 Gbps FDX Fixed");
        assertThat(new Link(true, 100, false, true).text()).isEqualTo("Link up at 100 Mbps HDX Autoneg");
        assertThat(new Link(true, Link.UNKNOWN_SPEED, true, true).text()).isEqualTo("Link up at Unknown FDX Autoneg");
        assertThat(Link.up(2_500).text()).isEqualTo("Link up at 2.5 Gbps FDX Fixed");
        assertThat(Link.DOWN.text()).isEqualTo("Link down");
    }
}
