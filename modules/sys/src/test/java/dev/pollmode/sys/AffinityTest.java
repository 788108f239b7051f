package dev.pollmode.sys;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.BitSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class AffinityTest {
    @Test
    void aThreadRunsWhereItIsPinned() throws InterruptedException {
        final BitSet allowed = Affinity.get();
        final StringBuilder seen = new StringBuilder();
        final StringBuilder expected = new StringBuilder();
        final Thread thread = new Thread(() -> allowed.stream().forEach(cpu -> {
            Affinity.pin(cpu);
            seen.append(Affinity.currentCpu()).append(Affinity.get());
        }));
        thread.start();
        thread.join();
        allowed.stream().forEach(cpu -> expected.append(cpu).append('{').append(cpu).append('}'));
        assertThat(seen).hasToString(expected.toString());
        assertThat(Affinity.get()).as("of another thread").isEqualTo(allowed);
    }

    @Test
    void aThreadIsAllowedOnProcessorsThatAreOnline() {
        final BitSet offline = Affinity.get();
        offline.andNot(Affinity.onlineCpus());
        assertThat(offline.isEmpty()).isTrue();
        assertThat(Affinity.onlineCpus().cardinality()).isGreaterThanOrEqualTo(Runtime.getRuntime().availableProcessors());
    }

    @Test
    void processorsThatDoNotExistAreRefused() {
        assertThatThrownBy(() -> Affinity.pin(8000)).isInstanceOf(SysException.class)
            .hasMessageStartingWith("sched_setaffinity({8000}): EINVAL").hasMessageContaining("choose processors that are online");
        assertThatThrownBy(() -> Affinity.pin(-1)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> Affinity.set(new BitSet())).isInstanceOf(IllegalArgumentException.class);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {"0 | {0}", "0-3,8,10-11 | {0, 1, 2, 3, 8, 10, 11}", "5-5 | {5}"})
    void listsOfSysfsAreRead(final String list, final String numbers) {
        assertThat(Affinity.parseList(list)).hasToString(numbers);
    }

    @Test
    void anEmptyListIsEmpty() {
        assertThat(Affinity.parseList("").isEmpty()).isTrue();
    }

    @ParameterizedTest
    @ValueSource(strings = {"x", "1-", "-1", "3-1", "1,,2", "99999999999", "0-99999"})
    void otherTextIsRefused(final String list) {
        assertThatThrownBy(() -> Affinity.parseList(list)).isInstanceOf(IllegalArgumentException.class).hasMessageContaining(list);
    }
}
