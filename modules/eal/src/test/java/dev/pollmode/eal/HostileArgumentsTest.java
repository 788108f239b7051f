package dev.pollmode.eal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/// Whatever is typed: a result or an [EalException] of one line, soon.
class HostileArgumentsTest {
    private static final int LONG = 200_000;
    private static final Duration SOON = Duration.ofSeconds(20);
    private static final List<String> PIECES = List.of("-l", "-c", "--vdev=", "--vdev", "--", "-a", "--log-level", "=", ",", "(", ")", "[", "]",
        "@", "-", ":", "/", "0", "1", "127", "1024", "0x", "net_null0", "bus=", "name=", "driver=", "class=", "pmd.*", "debug", "help", "\\", "\"",
        "'", "#", "\u0000", "\u001b", "\n", " ", "é", "\ud800", "--numa", "--p", "2M", "*", "+", "|", "..", "%", "-R", "-vh", "--trace");

    @Test
    void randomBytesAreAnswered() {
        final Random random = new Random(20261121);
        assertTimeoutPreemptively(SOON, () -> {
            int right = 0;
            for (int i = 0; i < 8_000; i++) {
                right += answers(randomBytes(random), randomBytes(random)) ? 1 : 0;
            }
            assertThat(right).isLessThan(8_000);
        });
    }

    @Test
    void randomPiecesAreAnswered() {
        final Random random = new Random(42);
        assertTimeoutPreemptively(SOON, () -> {
            int right = 0;
            for (int i = 0; i < 12_000; i++) {
                final String[] words = Stream.generate(() -> pieces(random)).limit(1 + random.nextInt(5)).toArray(String[]::new);
                right += answers(words) ? 1 : 0;
            }
            assertThat(right).isBetween(1, 11_999);
        });
    }

    static Stream<String> longTexts() {
        return Stream.of("x".repeat(LONG), "(".repeat(LONG), "((".repeat(LONG) + "))".repeat(LONG), "[".repeat(LONG), ",".repeat(LONG),
            "=".repeat(LONG), "a=1,".repeat(LONG), "\\".repeat(LONG), "0,".repeat(LONG) + "0", "0-127,".repeat(LONG / 6) + "0",
            "(0-127)@(0-1023),".repeat(LONG / 17) + "0", "0".repeat(LONG), "f".repeat(LONG), "9".repeat(LONG), "/driver=".repeat(LONG / 8),
            "bus=a,name=b/class=c" + "/x".repeat(LONG), "bus=a,name=b," + "k,".repeat(LONG), "*".repeat(LONG), "a|".repeat(LONG), ":".repeat(LONG),
            "\u0000".repeat(LONG), "-".repeat(LONG), "v".repeat(LONG), "1,".repeat(LONG), "net_null0,".repeat(LONG));
    }

    @ParameterizedTest
    @MethodSource("longTexts")
    void longTextsAreAnswered(final String text) {
        assertTimeoutPreemptively(SOON, () -> {
            answers(text);
            answers("-" + text);
            answers("--" + text);
            for (final EalOption option : EalOption.values()) {
                if (option.value() != EalOption.Value.NONE) {
                    answered(() -> EalOptionParser.withEnvironment(Map.of()).parse(UnknownWords.REFUSE, "--" + option.longName() + "=" + text));
                }
            }
            answered(() -> Kvargs.parse(text));
            answered(() -> Devargs.parse("net_null0," + text));
            EalOptionParser.withEnvironment(Map.of(EalOptionParser.ENVIRONMENT, "#" + text)).parse(UnknownWords.REFUSE);
        });
    }

    @ParameterizedTest
    @ValueSource(strings = {"-v", "-m1", "--vdev=net_null0", "-a00:01.0", "--log-level=debug", "--no-hpet", "net_null0", "--bogus"})
    void manyWordsAreAnswered(final String word) {
        final String[] words = Stream.generate(() -> word).limit(30_000).toArray(String[]::new);

        assertTimeoutPreemptively(SOON, () -> {
            answers(words);
            EalOptionParser.withEnvironment(Map.of()).parse(UnknownWords.KEEP, words);
        });
    }

    /// Whether the words are a right command line; both modes, and as keys and devices.
    private static boolean answers(final String... words) {
        final EalOptionParser parser = EalOptionParser.withEnvironment(Map.of());
        final boolean right = answered(() -> parser.parse(UnknownWords.REFUSE, words));
        answered(() -> parser.parse(UnknownWords.KEEP, words));
        answered(() -> EalOptionParser.withEnvironment(Map.of(EalOptionParser.ENVIRONMENT, words[0])).parse(UnknownWords.REFUSE));
        answered(() -> Devargs.parse(words[0]));
        answered(() -> Kvargs.parse(Kvargs.parse(words[0]).toString()));
        answered(() -> CoreList.parse(words[0]));
        answered(() -> CoreList.parseMask(words[0]));
        answered(() -> NameMatcher.glob(words[0]).matches(words[0]));
        answered(() -> NameMatcher.regex(words[0]).matches(words[0]));
        return right;
    }

    private static boolean answered(final Runnable parser) {
        try {
            parser.run();
            return true;
        } catch (final EalException e) {
            assertThat(e.getMessage().length()).isLessThan(2500);
            assertThat(e.getMessage().chars()).allMatch(c -> c >= ' ');
            return false;
        }
    }

    private static String randomBytes(final Random random) {
        final byte[] bytes = new byte[random.nextInt(24)];
        random.nextBytes(bytes);
        return new String(bytes, random.nextBoolean() ? StandardCharsets.ISO_8859_1 : StandardCharsets.UTF_8);
    }

    private static String pieces(final Random random) {
        final StringBuilder word = new StringBuilder();
        for (int i = 1 + random.nextInt(5); i > 0; i--) {
            word.append(PIECES.get(random.nextInt(PIECES.size())));
        }
        return word.toString();
    }
}
