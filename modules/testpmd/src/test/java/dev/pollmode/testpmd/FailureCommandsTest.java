package dev.pollmode.testpmd;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pollmode.mbuf.Mempool;
import dev.pollmode.mbuf.Mempools;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// FS-90, TM-20, TM-26: a failsafe port that is watched while its sub-devices fail on demand.
class FailureCommandsTest {
    private Terminal terminal;

    @BeforeEach
    void open() {
        terminal = Terminal.started("net_failsafe0,hotplug_poll=600000,dev(net_null7),dev(net_ring8)", "net_null1");
    }

    @AfterEach
    void close() {
        terminal.close();
    }

    private String show() {
        return terminal.type("show failsafe 0");
    }

    @Test
    void aRemovalAndAReturnAreShown() {
        assertThat(show()).contains("Failsafe port 0 (net_failsafe0)", "Sent on: sub-device 0", "Sub-device 0 (preferred): dev(net_null7)",
            "STARTED for", "Sub-device 1: dev(net_ring8)");

        assertThat(terminal.type("chaos rmv net_null7")).contains("net_null7 is gone");
        assertThat(show()).contains("Sent on: sub-device 1", "0 -> 1", "chaos rmv net_null7");
        Terminal.await(() -> show().contains("removed 1 times"));
        Terminal.await(() -> terminal.session.eal().device("net_null7").isEmpty());

        assertThat(terminal.type("chaos return net_null7")).contains("may come back");
        Terminal.await(() -> show().contains("Sent on: sub-device 0"));
        assertThat(terminal.type("show failsafe all")).contains("Failsafe port 0");
    }

    @Test
    void aPortThatIsNoneIsNamed() {
        assertThat(terminal.type("show failsafe 3")).contains("Port 3 is no failsafe port", "net_null");
        assertThat(terminal.succeeded()).isFalse();
    }

    @Test
    void aLinkGoesDownAndUp() {
        assertThat(terminal.type("chaos link 3 down")).contains("Link of port 3 is down");
        assertThat(terminal.session.ports().get(3).dev().link().up()).isFalse();
        assertThat(terminal.type("chaos link 3 up")).contains("Link of port 3 is up");
    }

    @Test
    void aStalledPortGoesOnAfterwards() {
        terminal.type("start");
        terminal.type("chaos stall 3 100");
        final long atFirst = terminal.session.ports().get(3).dev().stats().rxPackets();
        Terminal.await(() -> terminal.session.ports().get(3).dev().stats().rxPackets() > atFirst + 1000);
        terminal.type("stop");
        assertThat(terminal.type("chaos stall 3 0")).contains("no time");
    }

    /// TM-26
    @Test
    void poolsAndAlarmsFailForSomeTime() {
        assertThat(terminal.type("chaos pool nosuch 5")).contains("there is no pool nosuch; the pools are [");
        final Mempool pool = Mempools.of(terminal.session.eal()).all().findFirst().orElseThrow();
        assertThat(terminal.type("chaos pool " + pool.name() + " 50")).contains(" buffers of pool " + pool.name() + " for 50 ms");
        assertThat(terminal.type("chaos alarms 20")).contains("late by 20 ms");
        assertThat(terminal.type("chaos alarms 0")).contains("no time");
        Terminal.await(() -> pool.available() > pool.count() / 2);
    }

    @Test
    void aDeviceThatIsNotThereIsNamed() {
        assertThat(terminal.type("chaos rmv net_null99")).contains("net_null99", "the devices are");
        assertThat(terminal.type("chaos return net_null99")).contains("removed are []");
    }
}
