package dev.pollmode.lab;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class OptionsTest {
    @Test
    void withoutOptionsItIsAMinuteByTheClock() {
        final Options options = Options.parse();
        assertThat(options.seconds()).isEqualTo(60);
        assertThat(options.perSecond()).isEqualTo(10_000);
        assertThat(options.chaos() || options.json() || options.plain() || options.log() || options.help()).isFalse();
        assertThat(options.lose()).isZero();
    }

    @Test
    void takesValuesInTheSameWordOrInTheNext() {
        final Options options = Options.parse("--minutes=0.5", "--pps", "200", "--chaos", "--seed", "3", "--json", "--lose=9");
        assertThat(options.seconds()).isEqualTo(30);
        assertThat(options.perSecond()).isEqualTo(200);
        assertThat(options.chaos() && options.json()).isTrue();
        assertThat(options.seed()).isEqualTo(3);
        assertThat(options.lose()).isEqualTo(9);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {"--minute 1 | unknown option \"--minute\"", "--minutes | --minutes wants a number", "--minutes soon | --minutes \"soon\": not a number",
        "--minutes 0 | --minutes 0: it must be from 0.02 to 100000", "--pps NaN | --pps NaN: it must be from 10 to 100000", "quick | unknown option \"quick\""})
    void saysWhatIsWrong(final String words, final String message) {
        assertThatThrownBy(() -> Options.parse(words.strip().split(" "))).isInstanceOf(IllegalArgumentException.class).hasMessage(message);
    }
}
