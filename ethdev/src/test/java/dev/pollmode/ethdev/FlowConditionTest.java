package dev.pollmode.ethdev;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.pollmode.sys.Errno;
import java.math.BigInteger;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// ET-19: what the items of a pattern ask for.
class FlowConditionTest {
    private static final int FUZZ_ROUNDS = Integer.getInteger("pollmode.soak", 1) * 50_000;

    private static List<FlowCondition> of(final String item, final String words) {
        return FlowCondition.of(new FlowRule.Part(item, words.isEmpty() ? List.of() : List.of(words.split(" "))));
    }

    @ParameterizedTest
    @CsvSource({
        "eth,  dst is 02:00:00:00:00:77,                        ETH_DST,   20000000077, 20000000077, ffffffffffff",
        "eth,  type spec 0x0806,                                ETH_TYPE,  806, 806, ffff",
        "vlan, vid is 5,                                        VLAN_VID,  5, 5, fff",
        "ipv4, src is 10.0.0.1,                                 IPV4_SRC,  a000001, a000001, ffffffff",
        "ipv4, dst spec 10.1.2.3 dst prefix 16,                 IPV4_DST,  a010000, a010000, ffff0000",
        "ipv4, dst prefix 0 dst spec 10.1.2.3,                  IPV4_DST,  0, 0, 0",
        "ipv4, src spec 10.1.2.3 src mask 0.0.0.255,            IPV4_SRC,  3, 3, ff",
        "ipv6, src is fd00::1,                                  IPV6_SRC,  fd000000000000000000000000000001, fd000000000000000000000000000001, ffffffffffffffffffffffffffffffff",
        "ipv6, dst is ::ffff:1.2.3.4,                           IPV6_DST,  ffff01020304, ffff01020304, ffffffffffffffffffffffffffffffff",
        "ipv6, flow is 0xfffff,                                 IPV6_FLOW, fffff, fffff, fffff",
        "udp,  dst spec 50 dst last 0x40,                       UDP_DST,   32, 40, ffff",
        "tcp,  flags spec 2 flags mask 0x12,                    TCP_FLAGS, 2, 2, 12"})
    void readsSpecLastMaskAndPrefix(final String item, final String words, final FlowField field, final String spec, final String last, final String mask) {
        assertThat(of(item, words)).containsExactly(new FlowCondition(field, new BigInteger(spec, 16), new BigInteger(last, 16), new BigInteger(mask, 16)));
    }

    @Test
    void readsSeveralFieldsOfAnItem() {
        assertThat(of("udp", "src is 1 dst is 2")).extracting(FlowCondition::field).containsExactly(FlowField.UDP_SRC, FlowField.UDP_DST);
        assertThat(of("udp", "")).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "eth,  bogus is 1,                      ITEM,      item eth: no field \"bogus\" among",
        "eth,  dst is 1,                        ITEM_SPEC, \"1\" is no value",
        "vlan, vid is 4096,                     ITEM_SPEC, more than 12 bits",
        "ipv4, src is 1.2.3,                    ITEM_SPEC, \"1.2.3\" is no value",
        "ipv4, src is 1.2.3.256,                ITEM_SPEC, \"1.2.3.256\" is no value",
        "ipv4, src mask 255.0.0.0,              ITEM_SPEC, needs \"is\" or \"spec\"",
        "ipv4, src is 1.2.3.4 src prefix 33,    ITEM_MASK, no number up to 32",
        "ipv4, src is 1.2.3.4 src mask 8,       ITEM_MASK, \"8\" is no value",
        "ipv6, src is 1.2.3.4,                  ITEM_SPEC, is no value",
        "ipv6, src is fe80::1%lo,               ITEM_SPEC, is no value",
        "udp,  dst is -1,                       ITEM_SPEC, \"-1\" is no value",
        "udp,  dst is 65536,                    ITEM_SPEC, more than 16 bits",
        "udp,  dst spec 5 dst last 4,           ITEM_LAST, ends at 4 before it begins at 5",
        "tcp,  dst is 99999999999999,           ITEM_SPEC, is no value"})
    void namesTheWrongField(final String item, final String words, final FlowErrorType type, final String message) {
        assertThatExceptionOfType(FlowException.class).isThrownBy(() -> of(item, words)).withMessageContaining("item " + item)
            .withMessageContaining(message).satisfies(e -> assertThat(e.type()).isEqualTo(type)).satisfies(e ->
                assertThat(e.errno()).isEqualTo(Errno.EINVAL));
    }

    @Test
    void survivesAnyValue() {
        final Random random = new Random(20261128);
        final String signs = "0123456789abcdefx:.-% /\0ä";
        for (int i = 0; i < FUZZ_ROUNDS; i++) {
            final FlowField field = FlowField.values()[random.nextInt(FlowField.values().length)];
            final StringBuilder value = new StringBuilder();
            for (int j = random.nextInt(20); j >= 0; j--) {
                value.append(signs.charAt(random.nextInt(signs.length())));
            }
            try {
                FlowCondition.of(new FlowRule.Part(field.item(), List.of(field.text(), "is", value.toString())))
                    .forEach(condition -> assertThat(condition.spec().bitLength()).isLessThanOrEqualTo(field.width()));
            } catch (final FlowException e) {
                assertThat(e.type()).isEqualTo(FlowErrorType.ITEM_SPEC);
            }
        }
    }

    @Test
    void typesHaveTheNumbersAndWordsOfTestpmd() {
        assertThat(FlowErrorType.HANDLE.number()).isEqualTo(2);
        assertThat(FlowErrorType.ITEM.number()).isEqualTo(13);
        assertThat(FlowErrorType.ACTION.number()).isEqualTo(16);
        assertThat(FlowErrorType.HANDLE.text()).isEqualTo("flow rule (handle)");
    }
}
