package dev.pollmode.mbuf;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.pollmode.eal.EalException;
import dev.pollmode.sys.Errno;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/// ET-36, ET-39: rings by name.
class RingsTest {
    private final TestPool test = new TestPool();
    private final Rings rings = Rings.of(test.eal);

    @AfterEach
    void close() {
        test.close();
    }

    @Test
    void showsTheRingsOfPoolsForAsLongAsThereAre() {
        final Mempool other = test.pool("other", 100);

        assertThat(rings.all().toList()).containsExactly(new RingInfo("MP_test", true, 256, 256, 256), new RingInfo("MP_other", true, 128, 100, 100));
        other.close();
        assertThat(rings.find("MP_other")).isEmpty();
    }

    @Test
    void showsWhatARingHoldsNow() {
        final Ring ring = new SpscRing(7);
        rings.add(Map.of("mine", ring));
        final Mbuf[] burst = {test.packet(60, 0)};

        ring.enqueueBurst(burst, 0, 1);
        assertThat(rings.find("mine")).contains(new RingInfo("mine", false, 8, 7, 1));
        assertThat(rings.find("mine").orElseThrow().dump()).isEqualTo("ring <mine>\n  flags=3\n  size=8\n  capacity=7\n  used=1\n  avail=6\n");
        ring.dequeueBurst(burst, 0, 1);
        assertThat(rings.find("mine").orElseThrow().used()).isZero();
        Mbuf.freeBulk(burst, 0, 1);

        rings.remove(List.of("mine", "nobody's"));
        assertThat(rings.find("mine")).isEmpty();
    }

    @Test
    void addsAllOrNoneWhereANameIsTaken() {
        rings.add(Map.of("a", new SpscRing(1)));

        assertThatThrownBy(() -> rings.add(Map.of("a", new SpscRing(1), "b", new SpscRing(1)))).hasMessageContaining("add ring a: EEXIST")
            .isInstanceOfSatisfying(EalException.class, e -> assertThat(e.errno()).isEqualTo(Errno.EEXIST));
        assertThatThrownBy(() -> rings.add(Map.of("MP_test", new SpscRing(1)))).isInstanceOf(EalException.class);
        assertThat(rings.all().map(RingInfo::name)).containsExactly("MP_test", "a");
    }
}
