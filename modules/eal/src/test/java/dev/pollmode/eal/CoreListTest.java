package dev.pollmode.eal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.BitSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// EA-09, EA-11.
class CoreListTest {
    @ParameterizedTest
    @CsvSource(delimiter = ';', value = {
        "0; 0",
        "0-3,5; 0-3,5",
        "3-0; 0-3",
        "' 1 , 2 - 3 '; 1-3",
        "1@2; 1@(2)",
        "1@(2,3); 1@(2-3)",
        "(0-2)@1; 0@(1),1@(1),2@(1)",
        "0-1@1; 0@(1),1@(1)",
        "(0,1); 0@(0-1),1@(0-1)",
        "1@200; 1@(200)",
        "0,0@3; 0@(3)",
        "1,2@(5-7),(3-5)@(0,2),(0,6),7-8; 0@(0,6),1@(1),2@(5-7),3@(0,2),4@(0,2),5@(0,2),6@(0,6),7@(7),8@(8)"})
    void readsEveryForm(final String text, final String meaning) {
        assertThat(CoreList.parse(text)).hasToString(meaning).isEqualTo(CoreList.parse(meaning));
    }

    @Test
    void tellsTheCpusOfAnLcore() {
        final CoreList list = CoreList.parse("(0-2)@(6,7)");

        assertThat(list.ids()).containsExactly(0, 1, 2);
        assertThat(list.cpus(1)).isEqualTo(set(6, 7));
        assertThat(list.contains(3)).isFalse();
        assertThatThrownBy(() -> list.cpus(3)).isInstanceOf(IllegalArgumentException.class).hasMessageContaining("lcore 3");
    }

    @ParameterizedTest
    @CsvSource(delimiter = ';', quoteCharacter = '`', value = {
        "``; expected a number but found the end",
        "0-x; expected a number but found 'x' at character 3",
        "0-; expected a number but found the end",
        "0-3-5; expected ',' or the end but found '-' at character 4",
        "0,,1; expected a number but found ',' at character 3",
        "(0-2; expected ',' or ')' but found the end",
        "((0)); expected a number but found '(' at character 2",
        "0@; expected a number but found the end",
        "0@1@2; expected ',' or the end but found '@' at character 4",
        "1024; '1024' is not a number below 1024",
        "99999999999999999999; is not a number below 1024",
        "0-127,128; lcore ids are below 128, but 128 was given",
        "-1; expected a number but found '-' at character 1",
        "٣; expected a number"})
    void namesTheWrongWord(final String text, final String reason) {
        assertThatThrownBy(() -> CoreList.parse(text)).isInstanceOf(EalException.class).hasMessageContaining(reason);
    }

    @Test
    void namesCpusThatAreNotThere() {
        final CoreList list = CoreList.parse("0,7");

        assertThatThrownBy(() -> list.requireCpus(set(0, 1))).isInstanceOf(EalException.class)
            .hasMessage("core list '0,7': CPU 7 is not available; available: 0-1");
        list.requireCpus(set(0, 7));
    }

    @ParameterizedTest
    @CsvSource({"f, 0-3", "0xF0, 4-7", "1, 0", "0x80000000000000000000000000000001, '0,127'", "00000000000000000000000000000000000000001, 0"})
    void readsMasks(final String text, final String ids) {
        assertThat(CoreList.parseMask(text)).isEqualTo(CoreList.parse(ids));
    }

    @ParameterizedTest
    @CsvSource({"'', no bit", "0x, no bit", "0, no bit", "0xg, 'g'", "1 2, ' '", "0x100000000000000000000000000000000, below 128"})
    void refusesWrongMasks(final String text, final String reason) {
        assertThatThrownBy(() -> CoreList.parseMask(text)).isInstanceOf(EalException.class).hasMessageContaining(reason);
    }

    @Test
    void numbersLcoresAnew() {
        assertThat(CoreList.parseRenumbered("200-202,7", 0)).isEqualTo(CoreList.parse("0@7,1@200,2@201,3@202"));
        assertThat(CoreList.parseRenumbered("4,6", 10)).isEqualTo(CoreList.parse("10@4,11@6"));
        assertThatThrownBy(() -> CoreList.parseRenumbered("0-3", 125)).isInstanceOf(EalException.class)
            .hasMessageContaining("4 lcores numbered from 125 do not fit below 128");
    }

    @ParameterizedTest
    @ValueSource(strings = {"0@1", "(0,1)"})
    void refusesMappingsWhenNumberingAnew(final String text) {
        assertThatThrownBy(() -> CoreList.parseRenumbered(text, 0)).isInstanceOf(EalException.class)
            .hasMessageContaining("'@' and '(' cannot be used");
    }

    @Test
    void takesAvailableCpus() {
        assertThat(CoreList.of(set(1, 5, 500))).isEqualTo(CoreList.parse("1,5"));
        assertThatThrownBy(() -> CoreList.of(set(500))).isInstanceOf(EalException.class).hasMessageContaining("-R");
    }

    private static BitSet set(final int... numbers) {
        final BitSet set = new BitSet();
        for (final int number : numbers) {
            set.set(number);
        }
        return set;
    }
}
