package dev.pollmode.eal;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class HugePagesTest {
    private static final long MIB = 1L << 20;

    @TempDir
    private Path sysfs;

    private void pool(final long kib, final long free, final long reserved) throws IOException {
        final Path directory = Files.createDirectories(sysfs.resolve("hugepages-" + kib + "kB"));
        Files.writeString(directory.resolve("free_hugepages"), free + "\n");
        Files.writeString(directory.resolve("resv_hugepages"), reserved + "\n");
    }

    @Test
    void countsWhatIsNeitherUsedNorReserved() throws IOException {
        pool(2_048, 100, 30);
        pool(1_048_576, 2, 1);
        assertThat(new HugePages(sysfs).freeBytes()).isEqualTo(140 * MIB + 1_024 * MIB);
        assertThat(new HugePages(sysfs).pools()).extracting(HugePages.Pool::pageSize).containsExactly(1_024 * MIB, 2 * MIB);
    }

    @Test
    void prefersThePagesThatWasteLeastThenTheLargest() throws IOException {
        pool(2_048, 2_000, 0);
        pool(1_048_576, 2, 0);
        final HugePages pages = new HugePages(sysfs);
        assertThat(pages.poolsFor(300 * MIB)).extracting(HugePages.Pool::pageSize).containsExactly(2 * MIB, 1_024 * MIB);
        assertThat(pages.poolsFor(1_024 * MIB)).extracting(HugePages.Pool::pageSize).containsExactly(1_024 * MIB, 2 * MIB);
        assertThat(pages.poolsFor(5_000 * MIB)).isEmpty();
    }

    @Test
    void findsNothingWhereTheKernelHasNoPools() {
        assertThat(new HugePages(sysfs.resolve("none")).freeBytes()).isZero();
    }
}
