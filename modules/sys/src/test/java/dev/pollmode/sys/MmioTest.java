package dev.pollmode.sys;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class MmioTest {
    private final Mapping registers = Mapping.anonymous(4096);
    private final long at = registers.address();

    @AfterEach
    void unmap() {
        registers.close();
    }

    @Test
    void plainNamesAreLittleEndian() {
        Mmio.write32(at, 0x01020304);
        assertThat(Mem.bytes(at, 4)).containsExactly(4, 3, 2, 1);
        Mmio.write16(at + 8, (short) 0x0102);
        assertThat(Mem.bytes(at + 8, 2)).containsExactly(2, 1);
        Mmio.write64(at + 16, 0x0102030405060708L);
        assertThat(Mem.bytes(at + 16, 8)).containsExactly(8, 7, 6, 5, 4, 3, 2, 1);
        Mmio.write8(at + 24, (byte) 9);
        assertThat(Mmio.read8(at + 24)).isEqualTo((byte) 9);
        assertThat(Mmio.read16(at + 8)).isEqualTo((short) 0x0102);
        assertThat(Mmio.read32(at)).isEqualTo(0x01020304);
        assertThat(Mmio.read64(at + 16)).isEqualTo(0x0102030405060708L);
    }

    @Test
    void namesWithBeAreBigEndian() {
        Mmio.write32Be(at, 0x01020304);
        assertThat(Mem.bytes(at, 4)).containsExactly(1, 2, 3, 4);
        Mmio.write16Be(at + 8, (short) 0x0102);
        assertThat(Mem.bytes(at + 8, 2)).containsExactly(1, 2);
        Mmio.write64Be(at + 16, 0x0102030405060708L);
        assertThat(Mem.bytes(at + 16, 8)).containsExactly(1, 2, 3, 4, 5, 6, 7, 8);
        assertThat(Mmio.read16Be(at + 8)).isEqualTo((short) 0x0102);
        assertThat(Mmio.read32Be(at)).isEqualTo(0x01020304);
        assertThat(Mmio.read64Be(at + 16)).isEqualTo(0x0102030405060708L);
    }

    @Test
    void orderedFormsHaveTheSameBytes() {
        Mmio.write32Release(at, 1);
        Mmio.write32BeRelease(at + 4, 1);
        Mmio.write64BeRelease(at + 8, 1);
        Mmio.write16Release(at + 16, (short) 1);
        assertThat(Mem.bytes(at, 18)).containsExactly(1, 0, 0, 0, 0, 0, 0, 1, 0, 0, 0, 0, 0, 0, 0, 1, 1, 0);
        assertThat(Mmio.read32Acquire(at)).isEqualTo(1);
        assertThat(Mmio.read32BeAcquire(at + 4)).isEqualTo(1);
        assertThat(Mmio.read64BeAcquire(at + 8)).isEqualTo(1);
        assertThat(Mmio.read16Acquire(at + 16)).isEqualTo((short) 1);
    }

    @Test
    void aRegisterIsNeverTorn() {
        assertThatThrownBy(() -> Mmio.read32(at + 2)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> Mmio.write64(at + 4, 1)).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void whatStandsBeforeTheBellIsSeenAfterIt() throws InterruptedException {
        final int rounds = 100_000;
        final int[] wrong = new int[1];
        final Thread device = new Thread(() -> {
            for (int seen = 0; seen < rounds;) {
                final int bell = Mmio.read32BeAcquire(at);
                if (Mem.getInt(at + 64) < bell) {
                    wrong[0]++;
                }
                seen = bell;
            }
        });
        device.start();
        for (int i = 1; i <= rounds; i++) {
            Mem.putInt(at + 64, i);
            Mmio.write32BeRelease(at, i);
        }
        device.join();
        assertThat(wrong[0]).isZero();
    }
}
