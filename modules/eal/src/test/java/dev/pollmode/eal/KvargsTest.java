package dev.pollmode.eal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// VB-14.
class KvargsTest {
    @Test
    void tellsAKeyAloneFromAnEmptyValue() {
        assertThat(Kvargs.parse("k,l=,m=v").pairs()).containsExactly(
            new Kvargs.Pair("k", null), new Kvargs.Pair("l", ""), new Kvargs.Pair("m", "v"));
    }

    @Test
    void keepsListsAndParenthesesWhole() {
        assertThat(Kvargs.parse("a=x[0-1]y[1,3-5,9]z,dev(net_tap0,iface=x),c=(1,(2,3)),d=1").pairs()).containsExactly(
            new Kvargs.Pair("a", "x[0-1]y[1,3-5,9]z"), new Kvargs.Pair("dev(net_tap0,iface=x)", null),
            new Kvargs.Pair("c", "(1,(2,3))"), new Kvargs.Pair("d", "1"));
    }

    @Test
    void keepsDuplicatesInOrder() {
        final Kvargs kvargs = Kvargs.parse("iface=a,x=1,iface=b");

        assertThat(kvargs.all("iface")).containsExactly("a", "b");
        assertThat(kvargs.last("iface")).contains("b");
        assertThat(kvargs.all("none")).isEmpty();
        assertThatThrownBy(() -> kvargs.one("iface")).isInstanceOf(EalException.class)
            .hasMessageContaining("'iface' was given 2 times: 'a, b'");
    }

    @Test
    void namesAnUnknownKeyAndTheNearestOne() {
        assertThatThrownBy(() -> Kvargs.parse("iface=x,froce=1", Set.of("iface", "force", "mac")))
            .isInstanceOf(EalException.class)
            .hasMessage("unknown key 'froce': known are force, iface, mac; did you mean 'force'?");
        assertThatThrownBy(() -> Kvargs.parse("foo=1", Set.of())).hasMessage("unknown key 'foo': no keys are known here");
    }

    @Test
    void takes32PairsAndNoMore() {
        final String most = IntStream.range(0, 32).mapToObj(i -> "k" + i + "=" + i).collect(Collectors.joining(","));

        assertThat(Kvargs.parse(most).pairs()).hasSize(32);
        assertThatThrownBy(() -> Kvargs.parse(most + ",more")).isInstanceOf(EalException.class)
            .hasMessageContaining("more than 32 pairs");
    }

    @Test
    void skipsEmptyPairs() {
        assertThat(Kvargs.parse(",,a=1,,b,").pairs()).hasSize(2);
        assertThat(Kvargs.parse("").pairs()).isEmpty();
    }

    @ParameterizedTest
    @CsvSource(delimiter = ';', value = {"k=a\\,b; a,b", "k=a\\=b; a=b", "k=a=b; a=b", "k=\\[; [", "k=\\(\\); ()",
        "k=\\\\; \\", "k=C:\\dir; C:\\dir", "k=(a\\,b); (a\\,b)", "k=a\\; a\\"})
    void takesTheMeaningAwayAfterABackslash(final String text, final String value) {
        assertThat(Kvargs.parse(text).one("k")).contains(value);
    }

    @ParameterizedTest
    @ValueSource(strings = {"k", "k=", "k=v", "k=[a,b-c]", "dev(a,b=c)", "k=a\\,b", "k=\\[", "k\\,l=\\)\\(", "k=\\\\\\,", "a,a=1,a=2"})
    void readsAgainWhatItWrites(final String text) {
        final Kvargs kvargs = Kvargs.parse(text);

        assertThat(Kvargs.parse(kvargs.toString()).pairs()).isEqualTo(kvargs.pairs());
    }

    @ParameterizedTest
    @CsvSource(delimiter = ';', quoteCharacter = '`', value = {"k=[a,b; '[' at character 3 is not closed", "a,k=x(b,(c); '(' at character 6 is not closed",
        "=v; a key is missing before '='", "a,=v; a key is missing before '='"})
    void namesWhatIsWrong(final String text, final String reason) {
        assertThatThrownBy(() -> Kvargs.parse(text)).isInstanceOf(EalException.class).hasMessageContaining(reason);
    }

    @Test
    void readsNumbers() {
        final Kvargs kvargs = Kvargs.parse("a=64,b=0x40,c=-1,d=,e=12x,f=99999999999,g=٣,h");

        assertThat(kvargs.integer("a", 0, 0, 64)).isEqualTo(64);
        assertThat(kvargs.integer("b", 0, 0, 64)).isEqualTo(64);
        assertThat(kvargs.integer("c", 0, -1, 1)).isEqualTo(-1);
        assertThat(kvargs.integer("none", 7, 0, 1)).isEqualTo(7);
        assertThat(kvargs.number("f", 0, 0, Long.MAX_VALUE)).isEqualTo(99_999_999_999L);
        for (final String key : new String[] {"d", "e", "f", "g"}) {
            assertThatThrownBy(() -> kvargs.integer(key, 0, 0, 100)).isInstanceOf(EalException.class)
                .hasMessageContaining("key '" + key + "'").hasMessageContaining("is not a number from 0 to 100");
        }
        assertThatThrownBy(() -> kvargs.integer("a", 0, 0, 63)).hasMessageContaining("'64' is not a number from 0 to 63");
        assertThatThrownBy(() -> kvargs.integer("h", 0, 0, 1)).hasMessage("key 'h' needs a value: h=…");
    }

    @Test
    void readsTruthValues() {
        final Kvargs kvargs = Kvargs.parse("a=1,b=0,c=TRUE,d=off,e=abc,f");

        assertThat(kvargs.bool("a", false)).isTrue();
        assertThat(kvargs.bool("b", true)).isFalse();
        assertThat(kvargs.bool("c", false)).isTrue();
        assertThat(kvargs.bool("d", true)).isFalse();
        assertThat(kvargs.bool("none", true)).isTrue();
        assertThatThrownBy(() -> kvargs.bool("e", true)).hasMessage("key 'e': 'abc' is neither 0 nor 1");
        assertThatThrownBy(() -> kvargs.bool("f", true)).hasMessage("key 'f' needs a value: f=…");
        assertThat(kvargs.has("f")).isTrue();
        assertThat(kvargs.has("g")).isFalse();
    }
}
