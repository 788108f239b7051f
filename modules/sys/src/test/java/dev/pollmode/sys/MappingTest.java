package dev.pollmode.sys;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;

class MappingTest {
    private static final long MIB = 1 << 20;

    @Test
    void anonymousMemoryIsZeroedAndWritable() {
        try (Mapping mapping = Mapping.anonymous(5000)) {
            assertThat(mapping.length()).isEqualTo(Mapping.roundUp(5000, Mapping.pageSize()));
            assertThat(Mem.getLong(mapping.address())).isZero();
            Mem.putLong(mapping.address() + mapping.length() - 8, 42);
            assertThat(mapping.segment().get(java.lang.foreign.ValueLayout.JAVA_LONG, mapping.length() - 8)).isEqualTo(42);
        }
    }

    @Test
    void closeUnmapsOnce() throws IOException {
        final Mapping mapping = Mapping.anonymous(3 * MIB);
        assertThat(isMapped(mapping.address())).isTrue();
        mapping.close();
        mapping.close();
        assertThat(isMapped(mapping.address())).isFalse();
    }

    @Test
    void memoryForTransparentHugePagesIsAlignedAndNothingElseStaysMapped() throws IOException {
        final Mapping mapping = Mapping.thp(3 * MIB, 2 * MIB);
        assertThat(mapping.address() % (2 * MIB)).isZero();
        assertThat(mapping.length()).isEqualTo(4 * MIB);
        mapping.preTouch();
        mapping.close();
        assertThat(isMapped(mapping.address())).isFalse();
        assertThat(isMapped(mapping.address() + mapping.length() - 1)).isFalse();
    }

    @Test
    void preTouchKeepsContents() {
        try (Mapping mapping = Mapping.anonymous(2 * Mapping.pageSize())) {
            Mem.putInt(mapping.address() + Mapping.pageSize(), 7);
            mapping.preTouch();
            assertThat(Mem.getInt(mapping.address() + Mapping.pageSize())).isEqualTo(7);
        }
    }

    @Test
    void hugepagesThatTheMachineDoesNotHaveAreRefused() {
        assertThatThrownBy(() -> Mapping.anonymousHuge(1, 1L << 40)).isInstanceOf(SysException.class).hasMessageContaining("hugepages of");
        assertThatThrownBy(() -> Mapping.anonymousHuge(1, 3000)).isInstanceOf(IllegalArgumentException.class).hasMessageContaining("3000");
    }

    @Test
    void lengthMustBePositive() {
        assertThatThrownBy(() -> Mapping.anonymous(0)).isInstanceOf(IllegalArgumentException.class).hasMessageContaining("0");
        assertThatThrownBy(() -> Mapping.anonymous(-1)).isInstanceOf(IllegalArgumentException.class);
    }

    private static boolean isMapped(final long address) throws IOException {
        final List<String> lines = Files.readAllLines(Path.of("/proc/self/maps"));
        return lines.stream().map(line -> line.substring(0, line.indexOf(' ')).split("-"))
            .anyMatch(range -> Long.parseUnsignedLong(range[0], 16) <= address && address < Long.parseUnsignedLong(range[1], 16));
    }
}
