package dev.pollmode.testpmd.forward;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ForwardPlanTest {
    @ParameterizedTest
    @CsvSource({"PAIRED, 0, 3, 1", "PAIRED, 1, 3, 0", "PAIRED, 2, 3, 2", "CHAINED, 0, 3, 1", "CHAINED, 2, 3, 0", "LOOP, 1, 3, 1"})
    void theTopologySaysWhichPortSends(final Topology topology, final int place, final int ports, final int sender) {
        assertThat(topology.sender(place, ports)).isEqualTo(sender);
    }

    @Test
    void makesAStreamForEachQueueOfEachPort() {
        final ForwardPlan plan = ForwardPlan.of(List.of(4, 7), 2, List.of(1), Topology.PAIRED, false);
        assertThat(plan.streams()).containsExactly(new StreamPlan(4, 0, 7, 0), new StreamPlan(7, 0, 4, 0), new StreamPlan(4, 1, 7, 1),
            new StreamPlan(7, 1, 4, 1));
    }

    @Test
    void givesTheLastLcoresOneMoreWhenStreamsDoNotDivide() {
        final ForwardPlan plan = ForwardPlan.of(List.of(0, 1, 2, 3, 4, 5, 6), 1, List.of(1, 2, 3), Topology.LOOP, false);
        assertThat(plan.shares()).extracting(share -> share.streams().size()).containsExactly(2, 2, 3);
    }

    @Test
    void leavesLcoresOutThatWouldHaveNothingToDo() {
        assertThat(ForwardPlan.of(List.of(0, 1), 1, List.of(1, 2, 3), Topology.PAIRED, false).shares()).hasSize(2);
    }

    @Test
    void answeringModesSendToThePortThatReceived() {
        assertThat(ForwardPlan.of(List.of(0, 1), 1, List.of(1), Topology.PAIRED, true).streams())
            .allMatch(stream -> stream.rxPort() == stream.txPort());
    }
}
