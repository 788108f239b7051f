package dev.pollmode.pmd.tap;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.pollmode.eal.EalException;
import dev.pollmode.ethdev.MacAddress;
import dev.pollmode.sys.Errno;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TapArgsTest {
    @Test
    void hasDefaults_TP02() {
        assertThat(TapArgs.ofTap("").iface()).isEqualTo("dtap%d");
        assertThat(TapArgs.ofTun("").iface()).isEqualTo("dtun%d");
        assertThat(TapArgs.ofTap("").persist()).isFalse();
        assertThat(TapArgs.ofTap("").remote()).isEmpty();
    }

    @Test
    void readsAll_TP01_TP05_TP07() {
        final TapArgs args = TapArgs.ofTap("iface=one,remote=two,mac=02:00:00:00:00:07,persist=1");

        assertThat(args.iface()).isEqualTo("one");
        assertThat(args.remote()).contains("two");
        assertThat(args.mac()).contains(new MacAddress(0x02_00_00_00_00_07L));
        assertThat(args.persist()).isTrue();
        assertThat(TapArgs.ofTap("mac=fixed").fixedMac()).isTrue();
        assertThat(TapArgs.ofTap("mac=fixed").mac()).isEmpty();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {"persist|true", "persist=1|true", "persist=0|false", "persist=yes|true"})
    void persistNeedsNoValue_TP07(final String text, final boolean persist) {
        assertThat(TapArgs.ofTap(text).persist()).isEqualTo(persist);
    }

    /// Each message names the wrong word and says what is wrong with it.
    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {
        "iface=|iface=|must not be empty",
        "iface=sixteen-bytes-xx|sixteen-bytes-xx|at most 15",
        "iface=a/b|a/b|must not contain",
        "iface=a:b|a:b|must not contain",
        "iface=a b|a b|must not contain",
        "iface=..|..|no interface",
        "iface=fünfzehnbytes1|fünfzehnbytes1|must not contain",
        "iface|iface|needs a value",
        "iface=a,iface=b|iface|2 times",
        "remote=|invalid remote interface name|must not be empty",
        "remote=sixteen-bytes-xx|invalid remote interface name (sixteen-bytes-xx)|at most 15",
        "remote=a/b|invalid remote interface name (a/b)|must not contain",
        "remote=veth%d|invalid remote interface name (veth%d)|'%'",
        "mac=02:00|(02:00)|is not in format",
        "mac=gg:00:00:00:00:01|(gg:00:00:00:00:01)|is not in format",
        "mac=01:00:00:00:00:01|01:00:00:00:00:01|unicast",
        "mac=00:00:00:00:00:00|00:00:00:00:00:00|unicast",
        "speed=10|speed|iface",
        "persist=maybe|maybe|neither",
    })
    void refusesWhatIsWrong_TP03_TP04_TP05_TP09(final String arguments, final String named, final String reason) {
        assertThatThrownBy(() -> TapArgs.ofTap(arguments)).isInstanceOf(EalException.class).hasMessageContaining(named)
            .hasMessageContaining(reason).extracting(e -> ((EalException) e).errno()).isEqualTo(Errno.EINVAL);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {"remote=eth0|remote", "mac=fixed|mac", "persist|persist"})
    void tunKnowsIfaceOnly_TP08(final String arguments, final String named) {
        assertThatThrownBy(() -> TapArgs.ofTun(arguments)).isInstanceOf(EalException.class).hasMessageContaining(named);
    }

    @Test
    void hostileArgumentsAreAnErrorOrAName() {
        final Random random = new Random(4711);
        for (int i = 0; i < 20_000; i++) {
            final String value = noise(random);
            try {
                final TapArgs args = TapArgs.ofTap((random.nextBoolean() ? "iface=" : "remote=") + value);
                assertThat(args.iface().length()).isBetween(1, 15);
            } catch (final EalException e) {
                assertThat(e.errno()).isEqualTo(Errno.EINVAL);
            }
        }
    }

    private static String noise(final Random random) {
        final StringBuilder text = new StringBuilder();
        for (int i = random.nextInt(20); i > 0; i--) {
            text.append(random.nextInt(4) == 0 ? (char) random.nextInt(0x200) : "a%d./:[],=()\\ ".charAt(random.nextInt(14)));
        }
        return text.toString();
    }
}
