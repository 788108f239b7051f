package dev.pollmode.mbuf;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.pollmode.eal.EalException;
import dev.pollmode.sys.Errno;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/// ET-34: dynamic fields and flags.
class DynamicFieldsTest {
    private final TestPool test = new TestPool();
    private final DynamicFields dynamic = DynamicFields.of(test.eal);

    @AfterEach
    void close() {
        test.close();
    }

    @Test
    void eachMbufHasItsOwnValue() {
        final int field = dynamic.registerField("example_ts");
        final int other = dynamic.registerField("example_id");
        final Mbuf[] all = new Mbuf[256];
        test.pool.getBulk(all, 0, 256);
        for (int i = 0; i < 256; i++) {
            all[i].dynamicField(field, i);
            all[i].dynamicField(other, -i);
        }
        for (int i = 0; i < 256; i++) {
            assertThat(all[i].dynamicField(field)).isEqualTo(i);
            assertThat(all[i].dynamicField(other)).isEqualTo(-i);
        }
        Mbuf.freeBulk(all, 0, 256);
    }

    @Test
    void poolsMadeLaterHaveThemToo() {
        final int field = dynamic.registerField("example");
        final Mbuf mbuf = test.pool("later", 8).tryAlloc();
        mbuf.dynamicField(field, 7);
        assertThat(mbuf.dynamicField(field)).isEqualTo(7);
        mbuf.free();
    }

    @Test
    void clonesTakeThemOver() {
        final int field = dynamic.registerField("example");
        final Mbuf packet = test.packet(10, 0);
        packet.dynamicField(field, 7);
        final Mbuf clone = packet.cloneInto(test.pool);
        assertThat(clone.dynamicField(field)).isEqualTo(7);
        clone.dynamicField(field, 8);
        assertThat(packet.dynamicField(field)).isEqualTo(7);
        clone.free();
        packet.free();
    }

    @Test
    void aNameKeepsItsPlace() {
        assertThat(dynamic.findField("example")).isEmpty();
        final int field = dynamic.registerField("example");
        assertThat(dynamic.registerField("example")).isEqualTo(field);
        assertThat(dynamic.findField("example")).hasValue(field);
        assertThat(dynamic.registerField("another")).isNotEqualTo(field);
        assertThat(dynamic).hasToString("DynamicFields[fields={example=0, another=1}, flags={}]");
    }

    @Test
    void refusesMoreThanThereIsRoomFor() {
        for (int i = 0; i < DynamicFields.SLOTS; i++) {
            dynamic.registerField("field" + i);
        }
        assertThatThrownBy(() -> dynamic.registerField("one_more")).isInstanceOf(EalException.class)
            .hasMessageContaining("register dynamic field one_more: ENOENT").extracting(e -> ((EalException) e).errno()).isEqualTo(Errno.ENOENT);
        assertThatThrownBy(() -> dynamic.registerField(" ")).isInstanceOf(EalException.class).extracting(e -> ((EalException) e).errno()).isEqualTo(Errno.EINVAL);
        final Mbuf mbuf = test.pool.tryAlloc();
        assertThatThrownBy(() -> mbuf.dynamicField(DynamicFields.SLOTS)).isInstanceOf(IndexOutOfBoundsException.class);
        assertThatThrownBy(() -> mbuf.dynamicField(-1, 0)).isInstanceOf(IndexOutOfBoundsException.class);
        mbuf.free();
    }

    @Test
    void flagsAreBitsThatNobodyElseHas() {
        long all = 0;
        for (int i = 0; i < 18; i++) {
            final long flag = dynamic.registerFlag("flag" + i);
            assertThat(Long.bitCount(flag)).isEqualTo(1);
            assertThat(all & flag).isZero();
            all |= flag;
        }
        assertThat(all).isEqualTo((1L << 41) - (1L << 23));
        assertThat(all & Offload.TX_MASK).isZero();
        assertThat(dynamic.findFlag("flag3")).hasValue(1L << 26);
        assertThat(dynamic.findFlag("flag18")).isEmpty();
        assertThat(dynamic.registerFlag("flag3")).isEqualTo(1L << 26);
        assertThatThrownBy(() -> dynamic.registerFlag("flag18")).isInstanceOf(EalException.class).extracting(e -> ((EalException) e).errno()).isEqualTo(Errno.ENOENT);
    }

    @Test
    void ealsHaveTheirOwn() {
        dynamic.registerField("example");
        try (TestPool other = new TestPool()) {
            assertThat(DynamicFields.of(other.eal).findField("example")).isEmpty();
            final Mbuf mbuf = other.pool.tryAlloc();
            mbuf.dynamicField(0, 5);
            assertThat(mbuf.dynamicField(0)).as("nothing registered there").isZero();
            mbuf.free();
        }
    }
}
