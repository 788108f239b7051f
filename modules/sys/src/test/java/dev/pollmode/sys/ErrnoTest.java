package dev.pollmode.sys;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.reflect.Field;
import java.util.Set;
import org.junit.jupiter.api.Test;

class ErrnoTest {
    /// Second names of the same numbers.
    private static final Set<String> ALIASES = Set.of("EWOULDBLOCK", "EOPNOTSUPP");

    @Test
    void nameOfEveryNumberIsTheNameOfItsConstant() throws IllegalAccessException {
        for (final Field field : Errno.class.getFields()) {
            if (!ALIASES.contains(field.getName())) {
                assertThat(Errno.name(field.getInt(null))).isEqualTo(field.getName());
            }
        }
    }

    @Test
    void textIsWhatTheCLibrarySays() {
        assertThat(Errno.text(Errno.EBUSY)).isEqualTo("Device or resource busy");
        assertThat(Errno.text(Errno.EPERM)).isEqualTo("Operation not permitted");
    }

    @Test
    void numbersOutsideTheTableHaveANameToo() {
        assertThat(Errno.name(41)).isEqualTo("errno 41");
        assertThat(Errno.name(-3)).isEqualTo("errno -3");
        assertThat(Errno.name(4711)).isEqualTo("errno 4711");
        assertThat(Errno.text(4711)).isEqualTo("Unknown error 4711");
    }
}
