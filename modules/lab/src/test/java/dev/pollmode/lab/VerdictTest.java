package dev.pollmode.lab;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pollmode.eal.Json;
import java.util.List;
import org.junit.jupiter.api.Test;

class VerdictTest {
    private static final Switch FAILOVER = new Switch(Step.Kind.PULLED, "a8f0:00:02.0", 1, 1, 12, 3);
    private static final Switch RETURN = new Switch(Step.Kind.RETURNED, "b1c2:00:02.0", 2, 2, 80, 81);

    private final Ledger in = new Ledger(_ -> Long.MAX_VALUE);
    private final Ledger out = new Ledger(_ -> Long.MAX_VALUE);
    private final Ledger group = new Ledger(_ -> -1);

    private Verdict verdict(final String trouble, final Switch... switches) {
        return new Verdict(10, List.of(switches), trouble, in, out, group, 1000, 0, 3);
    }

    @Test
    void passesWhenBothWereSeenAndTheRemovedDeviceHeldTheRest() {
        in.arrived(0, 1);
        in.arrived(3, Ledger.NETVSC);
        in.end(4);
        final Verdict verdict = verdict(null, FAILOVER, RETURN);
        assertThat(verdict.passed()).isTrue();
        assertThat(verdict.report().text()).contains("1000 frames sent in 10.0 s: 0 lost, 2 held by removed devices (0 out, 2 in; 3 counted by the port)")
            .contains("1 failovers, first frame on the other path after: out 12.0 ms (median), 12.0 ms (longest), in 3.0 ms (median), 3.0 ms (longest)")
            .doesNotContain("note:").endsWith("PASSED: failover and return seen, nothing lost that could have been kept\n");
        assertThat(Json.text(verdict.report().data())).contains("\"passed\":true").contains(
            "{\"type\":\"failover\",\"second\":1.0,\"cause\":\"pulled out\",\"vf\":\"a8f0:00:02.0\",\"outMs\":12.0,\"inMs\":3.0,\"heldOut\":0,\"heldIn\":2}");
    }

    @Test
    void failsWhenOneOfBothIsMissing() {
        assertThat(verdict(null, FAILOVER).report().text()).endsWith("FAILED: no return was seen\n");
        assertThat(verdict(null, RETURN).report().text()).endsWith("FAILED: no failover was seen\n");
    }

    @Test
    void failsForOneFrameThatIsLostTwiceOrChanged() {
        out.arrived(0, Ledger.NETVSC);
        out.arrived(2, Ledger.NETVSC);
        out.arrived(2, Ledger.NETVSC);
        out.changed();
        out.end(3);
        assertThat(verdict(null, FAILOVER, RETURN).report().text())
            .endsWith("FAILED: 1 frames lost beyond what removed devices held; 1 frames twice; 1 frames changed on the way\n");
    }

    @Test
    void failsWhenItCouldNotGoOn() {
        assertThat(verdict("waited in vain", FAILOVER, RETURN).report().text()).endsWith("FAILED: waited in vain\n");
    }

    @Test
    void notesWhatWasSlow() {
        final Switch slow = new Switch(Step.Kind.ASKED_BACK, "a8f0:00:02.0", 1, 1, 51, 0);
        assertThat(verdict(null, slow, FAILOVER, RETURN).report().text()).contains("note: 1 of 2 failovers took longer than 50 ms");
    }
}
