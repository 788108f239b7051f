package dev.pollmode.ethdev;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.pollmode.sys.Errno;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// ET-19, TM-17: the text of rules.
class FlowRuleTest {
    @Test
    void readsAttributesPatternAndActions() {
        final FlowRule rule = FlowRule.parse("group 2 priority 1 ingress pattern eth / ipv4 src is 10.0.0.1 dst spec 10.0.0.2 dst mask 255.0.0.0 / udp / end"
            + " actions rss queues 0 1 end / count / end");
        assertThat(rule.attributes()).isEqualTo(Map.of("group", 2, "priority", 1, "ingress", 1));
        assertThat(rule.pattern()).extracting(FlowRule.Part::name).containsExactly("eth", "ipv4", "udp");
        assertThat(rule.pattern().get(1).words()).hasSize(9).startsWith("src", "is", "10.0.0.1");
        assertThat(rule.actions()).containsExactly(new FlowRule.Part("rss", List.of("queues", "0", "1", "end")), new FlowRule.Part("count", List.of()));
    }

    @Test
    void patternAndActionsMayBeEmpty() {
        assertThat(FlowRule.parse("ingress pattern end actions end")).isEqualTo(new FlowRule(Map.of("ingress", 1), List.of(), List.of()));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {
        "''                                                   | it ends after word 0",
        "ingress                                              | it ends after word 1",
        "bogus pattern eth / end actions drop / end           | word 1 \"bogus\": expected group, priority",
        "group x pattern eth / end actions drop / end         | word 2 \"x\": expected a number",
        "ingress pattern bogus / end actions drop / end       | word 3 \"bogus\": expected an item of a pattern or end",
        "ingress pattern eth / end act drop / end             | word 6 \"act\": expected actions",
        "ingress pattern eth / end actions bogus / end        | word 7 \"bogus\": expected an action or end",
        "ingress pattern eth / end actions drop / end more    | word 10 \"more\": expected the end of the rule",
        "ingress pattern eth end actions drop / end           | item eth: \"end actions drop\": expected FIELD is",
        "ingress pattern ipv4 src 10.0.0.1 / end actions drop / end | item ipv4: \"src 10.0.0.1\": expected FIELD is",
        "ingress pattern eth / end actions drop               | it ends after word 7"})
    void namesTheWrongWord(final String text, final String message) {
        assertThatExceptionOfType(EthDevException.class).isThrownBy(() -> FlowRule.parse(text)).withMessageContaining(message)
            .satisfies(e -> assertThat(e.errno()).isEqualTo(Errno.EINVAL));
    }

    @Test
    void survivesAnyText() {
        final Random random = new Random(20261121);
        final String[] words = {"ingress", "group", "1", "pattern", "eth", "/", "end", "actions", "drop", "is", "src", "\0", "queue", "index", "-1"};
        int good = 0;
        for (int i = 0; i < 20_000; i++) {
            final StringBuilder text = new StringBuilder(random.nextBoolean() ? "pattern eth / end actions " : "");
            for (int j = random.nextInt(12); j > 0; j--) {
                text.append(words[random.nextInt(words.length)]).append(' ');
            }
            try {
                FlowRule.parse(text.toString());
                good++;
            } catch (final EthDevException e) {
                assertThat(e.errno()).isEqualTo(Errno.EINVAL);
            }
        }
        assertThat(good).isPositive();
    }
}
