package dev.pollmode.lab;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class PlanTest {
    private static final List<String> ADDRESSES = List.of("a", "b");

    @Test
    void byTheClockTheVfGoesBothWaysAndReturnsBothHereAndThere() {
        final Plan plan = Plan.fixed(ADDRESSES, 5);
        final List<Step> steps = IntStream.range(0, 8).mapToObj(i -> plan.next(i % 2 == 0)).toList();
        assertThat(steps).extracting(Step::kind).containsExactly(Step.Kind.ASKED_BACK, Step.Kind.RETURNED, Step.Kind.PULLED, Step.Kind.RETURNED,
            Step.Kind.ASKED_BACK, Step.Kind.RETURNED, Step.Kind.PULLED, Step.Kind.RETURNED);
        assertThat(steps).extracting(Step::address).containsExactly(null, "a", null, "b", null, "b", null, "a");
        assertThat(steps).extracting(Step::waitMs).containsOnly(5L);
    }

    @Test
    void byChanceEverythingHappensButNothingThatCannot() {
        final Plan plan = Plan.chaos(ADDRESSES, new Random(1));
        final Set<Step.Kind> kinds = EnumSet.noneOf(Step.Kind.class);
        boolean present = true;
        for (int i = 0; i < 200; i++) {
            final Step step = plan.next(present);
            kinds.add(step.kind());
            assertThat(step.kind() == Step.Kind.RETURNED).isEqualTo(!present);
            assertThat(step.address() != null).isEqualTo(!present);
            present = step.kind() == Step.Kind.LINK || step.kind() == Step.Kind.RETURNED;
        }
        assertThat(kinds).containsExactlyInAnyOrder(Step.Kind.values());
    }

    @Test
    void theSameSeedIsTheSameRun() {
        assertThat(steps(7)).isEqualTo(steps(7)).isNotEqualTo(steps(8));
    }

    private static List<Step> steps(final long seed) {
        final Plan plan = Plan.chaos(ADDRESSES, new Random(seed));
        final List<Step> steps = new ArrayList<>();
        for (int i = 0; i < 20; i++) {
            steps.add(plan.next(i % 2 == 0));
        }
        return steps;
    }
}
