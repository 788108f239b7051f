package dev.pollmode.pmd.vdev.netvsc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.pollmode.eal.EalException;
import dev.pollmode.ethdev.MacAddress;
import dev.pollmode.sys.Errno;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class NetvscArgsTest {
    /// VN-04.
    @Test
    void meansAllInterfacesWithoutArguments() {
        assertThat(NetvscArgs.parse("").isSpecified()).isFalse();
        assertThat(NetvscArgs.parse("force=1").isSpecified()).isFalse();
    }

    /// VN-12 with the decision that what is no number is an error; the last one wins.
    @ParameterizedTest
    @CsvSource({"0,false", "1,true", "2,true", "-1,true", "00,false"})
    void takesNumbersAsTruth(final String value, final boolean expected) {
        assertThat(NetvscArgs.parse("force=" + value).force()).isEqualTo(expected);
        assertThat(NetvscArgs.parse("ignore=" + value).ignore()).isEqualTo(expected);
        assertThat(NetvscArgs.parse("force=1,force=0,force=" + value).force()).isEqualTo(expected);
    }

    /// VN-12, S6 force-abc.
    @ParameterizedTest
    @ValueSource(strings = {"abc", "yes", "", "1x", "99999999999"})
    void refusesAFlagThatIsNoNumberAndNamesIt(final String value) {
        assertThatExceptionOfType(EalException.class).isThrownBy(() -> NetvscArgs.parse("iface=eth1,force=" + value))
            .withMessageContaining("force=" + value + ":").matches(e -> e.errno() == Errno.EINVAL);
    }

    /// VN-02.
    @Test
    void refusesAnUnknownKeyAndNamesIt() {
        assertThatExceptionOfType(EalException.class).isThrownBy(() -> NetvscArgs.parse("iface=vx0,force=1,foo=1"))
            .withMessageContaining("cannot parse the arguments").withMessageContaining("foo").matches(e -> e.errno() == Errno.EINVAL);
    }

    /// S6 key-no-value: a crash in C.
    @ParameterizedTest
    @ValueSource(strings = {"iface,force=1", "mac", "iface=a,force", "ignore"})
    void refusesAKeyWithoutValue(final String arguments) {
        assertThatExceptionOfType(EalException.class).isThrownBy(() -> NetvscArgs.parse(arguments)).withMessageContaining("needs a value");
    }

    /// VN-10, S6 two-ifaces and iface-and-mac.
    @ParameterizedTest
    @ValueSource(strings = {"iface=vx0,iface=vx2", "iface=vx0,mac=02:00:00:00:00:01", "mac=02:00:00:00:00:01,mac=02:00:00:00:00:02"})
    void refusesToBeToldInMoreThanOneWay(final String arguments) {
        assertThatExceptionOfType(EalException.class).isThrownBy(() -> NetvscArgs.parse(arguments)).withMessageContaining("more than one way");
    }

    /// VN-06.
    @ParameterizedTest
    @ValueSource(strings = {"02:00:00:0a:bc:de", "02-00-00-0a-bc-de", "02.00.00.0a.bc.de", "2:0:0:a:bc:de", "0200:000a:bcde", "02:00:00:0A:BC:DE"})
    void readsEveryFormOfAnAddress(final String text) {
        assertThat(NetvscArgs.parse("mac=" + text).mac()).contains(new MacAddress(0x0200000abcdeL));
    }

    /// VN-07, VN-08, VN-09.
    @ParameterizedTest
    @ValueSource(strings = {"zz:11", "02:00:00:00:00:01x", "02:00-00:00:00:01", "02:00:00:00:00", "", "020000000001"})
    void refusesWhatIsNoAddress(final String text) {
        assertThatExceptionOfType(EalException.class).isThrownBy(() -> NetvscArgs.parse("mac=" + text))
            .withMessageContaining("invalid MAC address format \"" + text + "\"").matches(e -> e.errno() == Errno.EINVAL);
    }

    /// VN-13: also with what would be an error otherwise.
    @ParameterizedTest
    @ValueSource(strings = {"ignore=1", "iface=a,iface=b,ignore=1", "mac=zz,ignore=1", "force=abc,ignore=2"})
    void ignoresAllElse(final String arguments) {
        assertThat(NetvscArgs.parse(arguments).ignore()).isTrue();
    }

    @Test
    void throwsNothingElseWhateverIsTyped() {
        final Random random = new Random(7);
        final String alphabet = "ifacemorgn=,:1[]()\\ -02";
        for (int round = 0; round < 50_000; round++) {
            final StringBuilder text = new StringBuilder();
            for (int i = random.nextInt(30); i > 0; i--) {
                text.append(alphabet.charAt(random.nextInt(alphabet.length())));
            }
            try {
                assertThat(NetvscArgs.parse(text.toString())).isNotNull();
            } catch (final EalException e) {
                assertThat(e.errno()).as(text.toString()).isEqualTo(Errno.EINVAL);
            }
        }
    }
}
