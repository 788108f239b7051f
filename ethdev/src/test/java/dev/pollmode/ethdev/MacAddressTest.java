package dev.pollmode.ethdev;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Locale;
import java.util.Random;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class MacAddressTest {
    private static final int FUZZ_ROUNDS = Integer.getInteger("pollmode.soak", 1) * 20_000;
    private static final String ALPHABET = "0123456789abcdefABCDEFgxX:-. +\u0660\uff11";
    private static final Pattern SIX = Pattern.compile("[0-9a-fA-F]{1,2}([:.-])[0-9a-fA-F]{1,2}(\\1[0-9a-fA-F]{1,2}){4}");
    private static final Pattern THREE = Pattern.compile("[0-9a-fA-F]{4}([:.-])[0-9a-fA-F]{4}\\1[0-9a-fA-F]{4}");

    @ParameterizedTest
    @CsvSource({
        "01:23:45:67:89:ab, 01:23:45:67:89:AB",
        "01-23-45-67-89-AB, 01:23:45:67:89:AB",
        "01.23.45.67.89.aB, 01:23:45:67:89:AB",
        "1:2:3:4:5:6,       01:02:03:04:05:06",
        "0:0:0:0:0:0,       00:00:00:00:00:00",
        "0123:4567:89ab,    01:23:45:67:89:AB",
        "0123.4567.89ab,    01:23:45:67:89:AB",
        "0123-4567-89ab,    01:23:45:67:89:AB",
        "ff:ff:ff:ff:ff:ff, FF:FF:FF:FF:FF:FF",
    })
    void readsWhatDpdkReads_VN06(final String text, final String printed) {
        assertThat(MacAddress.parse(text)).hasToString(printed);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", ":", "::::: ", ":::::", "01:23:45:67:89", "01:23:45:67:89:ab:cd", "01:23:45:67:89:ab ", " 01:23:45:67:89:ab",
        "01:23:45:67:89:abc", "01:23:45:67:89:a-", "01:23-45:67:89:ab", "0123:4567:89a", "0123:4567", "0123:4567-89ab", "01:23:45:67:89:ag",
        "0123456789ab", "0x1:2:3:4:5:6", "-1:2:3:4:5:6", "+1:2:3:4:5:6", "01:23:45:67:89:ab,", "\u0661:2:3:4:5:6", "\uff11:2:3:4:5:6"})
    void refusesEverythingElseAndQuotesIt_VN06(final String text) {
        assertThatThrownBy(() -> MacAddress.parse(text)).isInstanceOf(IllegalArgumentException.class).hasMessageContaining('"' + text + '"');
    }

    @Test
    void agreesWithThePatternsOnAnyText() {
        final Random random = new Random(6);
        for (int i = 0; i < FUZZ_ROUNDS; i++) {
            final String text = mutated(random);
            if (SIX.matcher(text).matches() || THREE.matcher(text).matches()) {
                assertThat(MacAddress.parse(MacAddress.parse(text).toString())).isEqualTo(MacAddress.parse(text));
            } else {
                assertThatThrownBy(() -> MacAddress.parse(text)).isInstanceOf(IllegalArgumentException.class);
            }
        }
    }

    private static String mutated(final Random random) {
        final StringBuilder text = new StringBuilder(random.nextInt(4) == 0 ? "0123:4567:89ab" : MacAddress.random(random).toString());
        for (int changes = random.nextInt(4); changes > 0; changes--) {
            final char other = ALPHABET.charAt(random.nextInt(ALPHABET.length()));
            final int at = random.nextInt(text.length());
            switch (random.nextInt(3)) {
                case 0 -> text.setCharAt(at, other);
                case 1 -> text.insert(at, other);
                default -> text.deleteCharAt(at);
            }
        }
        return random.nextBoolean() ? text.toString() : text.toString().toLowerCase(Locale.ROOT);
    }

    @Test
    void tellsGroupsFromStations() {
        assertThat(MacAddress.BROADCAST.isMulticast()).isTrue();
        assertThat(MacAddress.ZERO.isUnicast()).isFalse();
        assertThat(MacAddress.parse("01:00:5e:00:00:01").isUnicast()).isFalse();
        assertThat(MacAddress.parse("02:00:00:00:00:01").isUnicast()).isTrue();
    }

    @Test
    void randomOnesAreUnicastAndLocal() {
        final Random random = new Random(1);
        for (int i = 0; i < 1_000; i++) {
            final MacAddress address = MacAddress.random(random);
            assertThat(address.isUnicast()).isTrue();
            assertThat(address.bytes()[0] & 3).isEqualTo(2);
        }
    }

    @Test
    void bytesGoThereAndBack() {
        final MacAddress address = MacAddress.parse("fe:dc:ba:98:76:54");

        assertThat(MacAddress.of(address.bytes(), 0)).isEqualTo(address);
        assertThatThrownBy(() -> new MacAddress(1L << 48)).isInstanceOf(IllegalArgumentException.class);
    }
}
