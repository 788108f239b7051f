package dev.pollmode.sys;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class MemTest {
    private final Mapping memory = Mapping.anonymous(4096);
    private final long at = memory.address();

    @AfterEach
    void unmap() {
        memory.close();
    }

    @Test
    void ordersOfBytesAreFixedByName() {
        Mem.putIntBe(at, 0x01020304);
        assertThat(Mem.bytes(at, 4)).containsExactly(1, 2, 3, 4);
        assertThat(Mem.getIntBe(at)).isEqualTo(0x01020304);
        assertThat(Mem.getIntLe(at)).isEqualTo(0x04030201);
        Mem.putShortBe(at, (short) 0x0102);
        assertThat(Mem.getShortLe(at)).isEqualTo((short) 0x0201);
        Mem.putLongLe(at, 0x0102030405060708L);
        assertThat(Mem.bytes(at, 8)).containsExactly(8, 7, 6, 5, 4, 3, 2, 1);
        assertThat(Mem.getLongBe(at)).isEqualTo(0x0807060504030201L);
        assertThat(Mem.getLong(at)).isEqualTo(Mem.getLongLe(at));
    }

    @Test
    void plainAccessNeedsNoAlignment() {
        Mem.putLong(at + 3, -5);
        Mem.putInt(at + 13, 9);
        Mem.putShort(at + 21, (short) -2);
        assertThat(Mem.getLong(at + 3)).isEqualTo(-5);
        assertThat(Mem.getInt(at + 13)).isEqualTo(9);
        assertThat(Mem.getShort(at + 21)).isEqualTo((short) -2);
    }

    @Test
    void orderedAccessReadsWhatItWrote() {
        Mem.putIntRelease(at, 1);
        Mem.putLongRelease(at + 8, 2);
        Mem.putShortRelease(at + 16, (short) 3);
        Mem.putByteRelease(at + 18, (byte) 4);
        Mem.putIntVolatile(at + 20, 5);
        assertThat(Mem.getIntAcquire(at)).isEqualTo(1);
        assertThat(Mem.getLongAcquire(at + 8)).isEqualTo(2);
        assertThat(Mem.getShortAcquire(at + 16)).isEqualTo((short) 3);
        assertThat(Mem.getByteAcquire(at + 18)).isEqualTo((byte) 4);
        assertThat(Mem.getIntVolatile(at + 20)).isEqualTo(5);
    }

    @Test
    void atomicUpdatesTellTheValueBefore() {
        assertThat(Mem.getAndAddInt(at, 5)).isZero();
        assertThat(Mem.compareAndSetInt(at, 5, 6)).isTrue();
        assertThat(Mem.compareAndSetInt(at, 5, 7)).isFalse();
        assertThat(Mem.getAndAddLong(at + 8, -1)).isZero();
        assertThat(Mem.compareAndSetLong(at + 8, -1, 3)).isTrue();
        assertThat(Mem.getInt(at)).isEqualTo(6);
    }

    @Test
    void copiesBetweenMemoryAndArrays() {
        Mem.copy(new byte[] {1, 2, 3, 4, 5}, 1, at, 3);
        Mem.copy(at, at + 1, 3);
        final byte[] back = new byte[6];
        Mem.copy(at, back, 1, 4);
        assertThat(back).containsExactly(0, 2, 2, 3, 4, 0);
        assertThatThrownBy(() -> Mem.copy(new byte[2], 0, at, 3)).isInstanceOf(IndexOutOfBoundsException.class);
    }

    @Test
    void fillSetsNoMoreThanTheRange() {
        Mem.fill(at + 1, 3, (byte) -1);
        assertThat(Mem.bytes(at, 5)).containsExactly(0, -1, -1, -1, 0);
    }

    @Test
    void stringsStayWithinTheirField() {
        Mem.putString(at, 8, "eth0");
        assertThat(Mem.getString(at, 8)).isEqualTo("eth0");
        Mem.fill(at, 8, (byte) 'x');
        assertThat(Mem.getString(at, 8)).isEqualTo("xxxxxxxx");
        assertThatThrownBy(() -> Mem.putString(at, 4, "eth0")).isInstanceOf(IllegalArgumentException.class).hasMessageContaining("eth0");
        assertThatThrownBy(() -> Mem.putString(at, 16, "a\0b")).isInstanceOf(IllegalArgumentException.class);
    }
}
