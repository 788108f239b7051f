package dev.pollmode.ethdev;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.pollmode.sys.Errno;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/// The table of ports: ET-01, ET-23, ET-33.
final class EthDevsTest extends FakePortTest {
    @Test
    void theModuleIsNamed() {
        assertThat(EthDevs.class.getModule().getName()).isEqualTo("dev.pollmode.ethdev");
    }

    @Test
    void portsAreNumberedFromZeroAndNumbersAreUsedAgain() {
        final EthDev first = attach("fake0");
        final EthDev second = attach("fake1");
        first.close();
        final EthDev third = attach("fake2");

        assertThat(second.id()).isEqualTo(1);
        assertThat(third.id()).isZero();
        assertThat(ports.all()).containsExactly(third, second);
        assertThat(ports.isValid(1)).isTrue();
        assertThat(ports.isValid(2)).isFalse();
    }

    @Test
    void namesAreUnique() {
        final EthDev first = attach("fake0");

        assertThat(refusal(Errno.EEXIST, () -> ports.attach(first.device(), "fake0", FakePort::new))).hasMessageContaining("fake0");
        assertThat(ports.all()).containsExactly(first);
    }

    @Test
    void aPortThatCannotBeMadeLeavesNothing() {
        assertThatThrownBy(() -> attach("fake0", context -> {
            throw new IllegalStateException("no");
        })).hasMessage("no");

        assertThat(ports.all()).isEmpty();
        assertThat(attach("fake1").id()).isZero();
    }

    @Test
    void aPortMadeOfOthersComesBeforeThem() {
        final EthDev outer = attach("fake0", context -> {
            attach("fake1");
            return new FakePort(context);
        });

        assertThat(outer.id()).isZero();
        assertThat(ports.port(1).name()).isEqualTo("fake1");
    }

    @Test
    void thereAreSoManyPortsAndNoMore() {
        final EthDev one = attach("fake0");
        for (int i = 1; i < EthDevs.MAX_PORTS; i++) {
            ports.attach(one.device(), "p" + i, FakePort::new);
        }

        refusal(Errno.ENOSPC, () -> ports.attach(one.device(), "one more", FakePort::new));
    }

    /// ET-23.
    @Test
    void ownedPortsAreHiddenFromApplications_ET23() {
        final EthDev mine = attach("fake0");
        final EthDev free = attach("fake1");
        final Owner owner = ports.newOwner("Fail-safe");
        final Owner other = ports.newOwner("Fail-safe");
        mine.own(owner);

        assertThat(ports.available()).containsExactly(free);
        assertThat(ports.all()).containsExactly(mine, free);
        assertThat(ports.ownedBy(owner)).containsExactly(mine);
        assertThat(ports.ownedBy(other)).isEmpty();
        assertThat(owner).hasToString("Fail-safe_0000000000000001");
        mine.own(owner);
        assertThat(refusal(Errno.EPERM, () -> mine.own(other))).hasMessageContaining("Fail-safe_0000000000000001");
        refusal(Errno.EPERM, () -> mine.disown(other));

        ports.disownAll(owner);

        assertThat(mine.owner()).isEmpty();
        mine.own(other);
    }

    /// ET-01.
    @Test
    void portsAreFoundByDeviceAndDriver_ET01() {
        final EthDev one = attach("fake0");
        final EthDev sibling = ports.attach(one.device(), "fake0-second", FakePort::new);
        final EthDev stranger = attach("fake1");

        assertThat(ports.of(one.device())).containsExactly(one, sibling);
        assertThat(ports.siblings(sibling)).containsExactly(one, sibling);
        assertThat(ports.ofDriver("net_fake")).containsExactly(one, sibling, stranger);
        assertThat(ports.ofDriver("net_other")).isEmpty();
        assertThat(ports.find("fake0-second")).containsSame(sibling);
        assertThat(refusal(Errno.ENODEV, () -> ports.port(7))).hasMessageContaining("[0, 1, 2]");
        assertThat(ports.isValid(2)).isTrue();
        assertThat(ports.isValid(3)).isFalse();
        assertThat(ports.isValid(-1)).isFalse();
    }

    /// ET-21.
    @Test
    void aListenerThatFailsKeepsNobodyFromGoingOn_ET21() {
        final List<EthEvent> told = new ArrayList<>();
        ports.onEvent(event -> {
            throw new IllegalStateException("listener");
        });
        ports.onEvent(told::add);

        final EthDev port = attach("fake0");
        port.close();

        assertThat(told).containsExactly(new EthEvent.New(port), new EthEvent.Destroy(port));
        assertThat(logged()).contains("listener");
    }

    @Test
    void theEnvironmentClosesPortsTheYoungestFirst() {
        final List<String> closed = new ArrayList<>();
        attach("fake0");
        attach("fake1");
        started(attach("fake2"));
        ports.onEvent(event -> closed.add(event.port().name()));

        eal.close();

        assertThat(closed).containsExactly("fake2", "fake1", "fake0");
    }
}
