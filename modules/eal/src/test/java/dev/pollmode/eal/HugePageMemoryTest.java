package dev.pollmode.eal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.pollmode.sys.Mapping;
import dev.pollmode.sys.Mem;
import dev.pollmode.sys.Pagemap;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// On real pages of the kernel's pool: reserves a few and gives them back. Needs root.
class HugePageMemoryTest {
    private static final Path COUNT = Path.of("/proc/sys/vm/nr_hugepages");
    private static final long MIB = 1L << 20;
    private static final int PAGES = 24;

    private final ByteArrayOutputStream logged = new ByteArrayOutputStream();
    private FileChannel lockFile;
    private FileLock lock;
    private String before;
    private EalMemory memory;

    @BeforeEach
    void reserve() throws IOException {
        assumeTrue(Files.isWritable(COUNT), "needs root, to reserve huge pages");
        lockFile = FileChannel.open(Path.of(System.getProperty("java.io.tmpdir"), "pollmode-hugepages.lock"),
            StandardOpenOption.CREATE, StandardOpenOption.WRITE);
        lock = lockFile.lock(); // two builds may run at once
        before = Files.readString(COUNT).strip();
        Files.writeString(COUNT, Integer.toString(Integer.parseInt(before) + PAGES));
        assumeTrue(new HugePages().freeBytes() >= PAGES * 2 * MIB, "the kernel finds no room for huge pages");
    }

    @AfterEach
    void giveBack() throws IOException {
        if (memory != null) {
            memory.close();
        }
        if (before != null) {
            Files.writeString(COUNT, before);
        }
        if (lockFile != null) {
            lock.release();
            lockFile.close();
        }
    }

    private EalMemory open(final String... args) {
        final EalOptions options = EalOptions.parse(args);
        final System.Logger log = Logs.to(new PrintStream(logged, true, StandardCharsets.UTF_8), options.logs()).logger("lib.eal.memory");
        memory = new EalMemory(MemoryPlan.of(options.memory(), false), new HugePages(), log);
        return memory;
    }

    @Test
    void takesHugePagesWhereEnoughAreFree() {
        final long free = new HugePages().freeBytes();
        final MemoryRegion pool = open("-m", "16").allocate("pool", 5 * MIB, 64);
        assertThat(pool.pageSize()).isEqualTo(2 * MIB);
        assertThat(new HugePages().freeBytes()).isEqualTo(free - 6 * MIB);
        pool.close();
        assertThat(new HugePages().freeBytes()).isEqualTo(free);
    }

    @Test
    void takesOrdinaryPagesWhereTooFewAreFree() {
        final MemoryRegion pool = open().allocate("pool", new HugePages().freeBytes() + 2 * MIB, 64);
        assertThat(pool.pageSize()).isEqualTo(Mapping.pageSize());
    }

    @Test
    void leavesThemAloneWithNoHuge() {
        final long free = new HugePages().freeBytes();
        assertThat(open("--no-huge").allocate("pool", 4 * MIB, 64).pageSize()).isEqualTo(Mapping.pageSize());
        assertThat(new HugePages().freeBytes()).isEqualTo(free);
    }

    /// EA-15.
    @Test
    void takesNoMoreOfASizeThanAllowed() {
        final MemoryRegion first = open("--pagesz-mem=2M:8M").allocate("first", 6 * MIB, 64);
        assertThat(first.pageSize()).isEqualTo(2 * MIB);
        assertThat(memory.allocate("too much", 4 * MIB, 64).pageSize()).isEqualTo(Mapping.pageSize());
        first.close();
        assertThat(memory.allocate("again", 4 * MIB, 64).pageSize()).isEqualTo(2 * MIB);
    }

    @Test
    void handsHugePagesToAPeer() {
        final MemoryRegion ring = open().allocateShared("ring", 3 * MIB, 64);
        assertThat(ring.pageSize()).isEqualTo(2 * MIB);
        Mem.putLong(ring.address() + 3 * MIB, 4711);
        try (Mapping peer = Mapping.shared(ring.fd().orElseThrow(), 0, 4 * MIB)) {
            assertThat(Mem.getLong(peer.address() + 3 * MIB)).isEqualTo(4711);
        }
    }

    /// EA-15.
    @Test
    void leavesNoFileInTheDirectoryOfHugePages() throws IOException, InterruptedException {
        final Path directory = Files.createTempDirectory("pollmode-huge");
        assumeTrue(run("mount", "-t", "hugetlbfs", "none", directory.toString()) == 0, "hugetlbfs cannot be mounted");
        try {
            final MemoryRegion pool = open("--huge-dir", directory.toString()).allocate("pool", 4 * MIB, 64);
            assertThat(pool.pageSize()).isEqualTo(2 * MIB);
            assertThat(pool.fd()).isPresent();
            assertThat(directory).isEmptyDirectory();
            assertThatThrownBy(() -> memory.allocate("more", new HugePages().freeBytes() + 2 * MIB, 64))
                .isInstanceOf(EalException.class).hasMessageContaining("raise vm.nr_hugepages");
            memory.close();
        } finally {
            run("umount", directory.toString());
            Files.delete(directory);
        }
    }

    /// EA-16.
    @Test
    void tellsPhysicalAddressesAndMapsWhatIsContiguous() {
        final List<long[]> mapped = new ArrayList<>();
        final MemoryRegion pool = open("--iova-mode=pa").allocate("pool", 8 * MIB, 64);
        memory.addDmaMap(new DmaMap() {
            @Override
            public void map(final long address, final long iova, final long length) {
                mapped.add(new long[] {address, iova, length});
            }

            @Override
            public void unmap(final long address, final long iova, final long length) {
                mapped.removeIf(run -> run[0] == address && run[1] == iova && run[2] == length);
            }
        });
        try (Pagemap kernel = Pagemap.open()) {
            for (long at = pool.address(); at < pool.address() + pool.length(); at += 12_345) {
                assertThat(pool.iova(at)).isEqualTo(kernel.physical(at));
            }
        }
        assertThat(mapped.stream().mapToLong(run -> run[2]).sum()).isEqualTo(8 * MIB);
        assertThat(mapped).allSatisfy(run -> assertThat(pool.iova(run[0])).isEqualTo(run[1]));
        pool.close();
        assertThat(mapped).isEmpty();
    }

    private static int run(final String... command) throws IOException, InterruptedException {
        return new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(ProcessBuilder.Redirect.DISCARD).start().waitFor();
    }
}
