package dev.pollmode.eal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.Random;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Assertions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// EA-12: patterns and regular expressions for names of components.
class NameMatcherTest {
    @ParameterizedTest
    @CsvSource({"pmd.net.tap, true", "pmd.*, true", "*, true", "*.tap, true", "pmd.???.tap, true", "pmd.net.[s-u]ap, true",
        "pmd.net.[!a]ap, true", "pmd\\.net.tap, true", "**t**p, true", "pmd, false", "net, false", "pmd.net.tap.*, false",
        "pmd?net.ta, false", "pmd.net.[!t]ap, false", "PMD.*, false"})
    void matchesWholeNamesByPattern(final String glob, final boolean matches) {
        assertThat(NameMatcher.glob(glob).matches("pmd.net.tap")).isEqualTo(matches);
    }

    @ParameterizedTest
    @CsvSource({"net, true", "^pmd, true", "tap$, true", "^pmd.net.tap$, true", "pmd\\.(net|bus)\\., true", "t[a-c]+p, true", "nett?, true",
        "(n|e|t)+\\.tap, true", "x*, true", "^$|tap, true", "^net, false", "net$, false", "p{1}, false", "pmd\\+net, false"})
    void findsRegularExpressionsInNames(final String regex, final boolean found) {
        if (regex.contains("{")) {
            assertThatThrownBy(() -> NameMatcher.regex(regex)).isInstanceOf(EalException.class).hasMessageContaining("'{' at character 2");
        } else {
            assertThat(NameMatcher.regex(regex).matches("pmd.net.tap")).isEqualTo(found);
        }
    }

    /// The regular expressions of the JDK are the measure.
    @Test
    void agreesWithTheJdk() {
        final Random random = new Random(12);
        final String parts = "aabb.*+?|()^$";
        int compared = 0;
        for (int i = 0; i < 20_000; i++) {
            final String regex = word(random, parts, 1 + random.nextInt(8));
            final String name = word(random, "ab", random.nextInt(6));
            final NameMatcher matcher = matcherOrNull(regex);
            // Of what only one of the two accepts: possessive and reluctant quantifiers mean something else to the JDK.
            if (matcher != null && !Pattern.compile("[*+?][*+?]|[\\^$][*+?]").matcher(regex).find()) {
                assertThat(matcher.matches(name)).as("%s in %s", regex, name).isEqualTo(Pattern.compile(regex).matcher(name).find());
                compared++;
            }
        }
        assertThat(compared).isGreaterThan(1000);
    }

    @ParameterizedTest
    @ValueSource(strings = {"(a*)*b", "((a|a)*)*b", "(((((((a*)*)*)*)*)*)*)*b", "(|)(|)(|)(|)(|)(|)(|)(|)(|)(|)(|)(|)(|)(|)(|)(|)(|)(|)(|)(|)b$"})
    void answersInTimeWhateverTheExpression(final String regex) {
        final String name = "a".repeat(2000);

        Assertions.assertTimeoutPreemptively(Duration.ofSeconds(10), () -> assertThat(NameMatcher.regex(regex).matches(name)).isFalse());
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "(", ")", "a)", "(a", "[", "[]", "[b-a]", "*", "+a", "a|*", "\\"})
    void refusesWrongExpressions(final String regex) {
        assertThatThrownBy(() -> NameMatcher.regex(regex)).isInstanceOf(EalException.class).hasMessageContaining("pattern '");
    }

    @Test
    void refusesLongExpressions() {
        assertThatThrownBy(() -> NameMatcher.regex("(".repeat(257))).isInstanceOf(EalException.class).hasMessageContaining("256");
        assertThatThrownBy(() -> NameMatcher.glob("*".repeat(257))).isInstanceOf(EalException.class);
    }

    private static NameMatcher matcherOrNull(final String regex) {
        try {
            return NameMatcher.regex(regex);
        } catch (final EalException e) {
            return null;
        }
    }

    private static String word(final Random random, final String characters, final int length) {
        final StringBuilder word = new StringBuilder();
        for (int i = 0; i < length; i++) {
            word.append(characters.charAt(random.nextInt(characters.length())));
        }
        return word.toString();
    }
}
