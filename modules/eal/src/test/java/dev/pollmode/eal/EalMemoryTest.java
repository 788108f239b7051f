package dev.pollmode.eal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.pollmode.sys.Errno;
import dev.pollmode.sys.Mapping;
import dev.pollmode.sys.Mem;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class EalMemoryTest {
    private static final long MIB = 1L << 20;

    @TempDir
    private Path empty;
    private final ByteArrayOutputStream logged = new ByteArrayOutputStream();
    private EalMemory memory;

    private EalMemory open(final String... args) {
        final EalOptions options = EalOptions.parse(args);
        final System.Logger log = Logs.to(new PrintStream(logged, true, StandardCharsets.UTF_8), options.logs()).logger("lib.eal.memory");
        memory = new EalMemory(MemoryPlan.of(options.memory(), false), new HugePages(empty), log);
        return memory;
    }

    @AfterEach
    void close() {
        if (memory != null) {
            memory.close();
        }
    }

    /// {@return a value of the kernel's account of the mapping that an address lies in, in KiB}
    private static long smaps(final long address, final String field) throws IOException {
        boolean inside = false;
        for (final String line : Files.readAllLines(Path.of("/proc/self/smaps"))) {
            if (line.matches("[0-9a-f]+-[0-9a-f]+ .*")) {
                final String[] range = line.substring(0, line.indexOf(' ')).split("-");
                inside = Long.parseLong(range[0], 16) <= address && address < Long.parseLong(range[1], 16);
            } else if (inside && line.startsWith(field + ":")) {
                return Long.parseLong(line.replaceAll("\\D", ""));
            }
        }
        throw new AssertionError("no " + field + " for 0x" + Long.toHexString(address));
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 64, 4_096, 2 * MIB, 4 * MIB})
    void beginsAtTheAlignmentAndIsZeroed(final long alignment) {
        final MemoryRegion region = open("--no-huge").allocate("pool", 3 * MIB, alignment);
        assertThat(region.address() % alignment).isZero();
        assertThat(region.length()).isGreaterThanOrEqualTo(3 * MIB);
        for (long at = region.address(); at < region.address() + region.length(); at += 512) {
            assertThat(Mem.getLong(at)).isZero();
        }
        Mem.putLong(region.address() + region.length() - Long.BYTES, 42);
    }

    /// Nothing has to be found by the kernel in the first burst.
    @Test
    void isPresentFromTheStart() throws IOException {
        final MemoryRegion plain = open("--no-huge").allocate("pool", 8 * MIB, 64);
        assertThat(smaps(plain.address(), "Rss")).isGreaterThanOrEqualTo(8 * MIB >> 10);
        final MemoryRegion shared = memory.allocateShared("shared", 8 * MIB, 64);
        assertThat(smaps(shared.address(), "Rss")).isGreaterThanOrEqualTo(8 * MIB >> 10);
    }

    @Test
    void isTheSameMemoryForAPeer() {
        final MemoryRegion region = open("--single-file-segments").allocate("ring", 1 * MIB, 4 * MIB);
        Mem.putInt(region.address(), 0x1234_5678);
        try (Mapping peer = Mapping.shared(region.fd().orElseThrow(), 0, region.fdOffset() + region.length())) {
            assertThat(Mem.getInt(peer.address() + region.fdOffset())).isEqualTo(0x1234_5678);
            Mem.putInt(peer.address() + region.fdOffset() + 4, 99);
        }
        assertThat(Mem.getInt(region.address() + 4)).isEqualTo(99);
        assertThat(memory.allocate("next", 1, 1).fd()).isPresent();
    }

    @Test
    void isTheProcessesOwnWithoutThatOption() {
        assertThat(open("--no-huge").allocate("pool", 1, 1).fd()).isEmpty();
        assertThat(memory.allocateShared("ring", 1, 1).fd()).isPresent();
    }

    @Test
    void givesEverythingBackOnce() {
        final ProcessState before = ProcessState.now();
        final MemoryRegion region = open().allocateShared("ring", 1 * MIB, 1);
        memory.allocateShared("left open", 1 * MIB, 1);
        region.close();
        region.close();
        assertThat(memory.regions()).extracting(MemoryRegion::name).containsExactly("left open");
        memory.close();
        assertThat(memory.regions()).isEmpty();
        assertThat(ProcessState.now()).isEqualTo(before);
    }

    @Test
    void holdsToTheLimitOfNoHuge() {
        final MemoryRegion first = open("--no-huge", "-m", "16").allocate("first", 10 * MIB, 1);
        assertThatThrownBy(() -> memory.allocate("second", 10 * MIB, 1)).isInstanceOf(EalException.class)
            .hasMessageContaining("\"second\"").extracting("errno").isEqualTo(Errno.ENOMEM);
        first.close();
        memory.allocate("second", 10 * MIB, 1);
    }

    @Test
    void refusesToStartWithoutTheHugePagesAskedFor() {
        assertThatThrownBy(() -> open("-m", "64")).isInstanceOf(EalException.class).hasMessageContaining("-m 64")
            .hasMessageContaining("vm.nr_hugepages").extracting("errno").isEqualTo(Errno.ENOMEM);
    }

    @ParameterizedTest
    @ValueSource(longs = {0, -1, Long.MAX_VALUE, 1L << 60})
    void refusesALengthThatCannotBe(final long length) {
        open("--no-huge");
        assertThatThrownBy(() -> memory.allocate("odd", length, 64)).isInstanceOf(EalException.class);
        assertThatThrownBy(() -> memory.allocate("odd", 4_096, 3)).extracting("errno").isEqualTo(Errno.EINVAL);
        assertThat(memory.regions()).isEmpty();
    }

    @Test
    void tellsWhyItChoseVirtualAddresses() {
        final MemoryRegion region = open("--no-huge", "--log-level", "lib.eal*:debug").allocate("pool", 4_096, 1);
        assertThat(region.iova(region.address() + 5)).isEqualTo(region.address() + 5);
        assertThat(memory.isIovaPhysical()).isFalse();
        assertThat(logged.toString(StandardCharsets.UTF_8)).contains("IOVA is VA: ");
    }

    @Test
    void givesDmaMapsAllMemoryThereIsAndComes() {
        final Recorder first = new Recorder();
        final MemoryRegion early = open("--no-huge").allocate("early", 2 * MIB, 1);
        memory.addDmaMap(first);
        final MemoryRegion late = memory.allocate("late", 4 * MIB, 1);
        assertThat(first.notes).containsExactly(note("map", early), note("map", late));
        early.close();
        memory.removeDmaMap(first);
        late.close();
        assertThat(first.notes).containsExactly(note("map", early), note("map", late), note("unmap", early), note("unmap", late));
    }

    @Test
    void undoesWhatADmaMapRefuses() {
        final Recorder good = new Recorder();
        final Recorder bad = new Recorder();
        open("--no-huge").addDmaMap(good);
        memory.addDmaMap(bad);
        bad.refusing = true;
        assertThatThrownBy(() -> memory.allocate("pool", 2 * MIB, 1)).isInstanceOf(EalException.class)
            .hasMessageContaining("DMA mapping of memory \"pool\"").hasMessageContaining("no IOMMU");
        assertThat(good.notes).hasSize(2).satisfies(notes -> assertThat(notes.getLast()).isEqualTo("un" + notes.getFirst()));
        assertThat(memory.regions()).isEmpty();
        memory.removeDmaMap(bad);
        memory.allocate("one", 4_096, 1);
        memory.allocate("two", 4_096, 1);
        bad.acceptingFirst = 1;
        assertThatThrownBy(() -> memory.addDmaMap(bad)).hasMessageContaining("no IOMMU");
        assertThat(bad.notes).hasSize(2).satisfies(notes -> assertThat(notes.getLast()).isEqualTo("un" + notes.getFirst()));
    }

    private static String note(final String what, final MemoryRegion region) {
        return "%s %x %x %d".formatted(what, region.mapping().address(), region.mapping().address(), region.mapping().length());
    }

    private static final class Recorder implements DmaMap {
        private final List<String> notes = new ArrayList<>();
        private boolean refusing;
        private int acceptingFirst;

        @Override
        public void map(final long address, final long iova, final long length) {
            if (refusing && acceptingFirst-- <= 0) {
                throw new IllegalStateException("no IOMMU");
            }
            notes.add("map %x %x %d".formatted(address, iova, length));
        }

        @Override
        public void unmap(final long address, final long iova, final long length) {
            notes.add("unmap %x %x %d".formatted(address, iova, length));
        }
    }
}
