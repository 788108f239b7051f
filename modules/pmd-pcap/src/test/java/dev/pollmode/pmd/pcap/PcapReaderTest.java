package dev.pollmode.pmd.pcap;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.pollmode.eal.EalException;
import dev.pollmode.sys.Errno;
import dev.pollmode.sys.Mem;
import java.nio.ByteOrder;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class PcapReaderTest {
    private static final int FUZZ_ROUNDS = Integer.getInteger("pollmode.soak", 1) * 2_000;

    @TempDir
    private Path directory;

    private Path file(final byte[] content) {
        return Captures.write(directory.resolve("in.pcap"), content);
    }

    private PcapReader open(final byte[] content) {
        return PcapReader.open(file(content).toString());
    }

    @ParameterizedTest
    @CsvSource({"BIG_ENDIAN, a1b2c3d4, 7000", "BIG_ENDIAN, a1b23c4d, 7", "LITTLE_ENDIAN, a1b2c3d4, 7000", "LITTLE_ENDIAN, a1b23c4d, 7"})
    void readsBothByteOrdersAndBothUnitsOfTime(final String order, final String magic, final long nanos) {
        final ByteOrder byteOrder = order.equals("BIG_ENDIAN") ? ByteOrder.BIG_ENDIAN : ByteOrder.LITTLE_ENDIAN;
        final Captures capture = new Captures(byteOrder, Integer.parseUnsignedInt(magic, 16), 1).packet(0xf000_0000, 7, 60).packet(1, 0, 1500);
        try (PcapReader reader = open(capture.toBytes())) {
            assertThat(reader.next()).isEqualTo(60);
            assertThat(reader.timestampNs()).isEqualTo(0xf000_0000L * 1_000_000_000 + nanos);
            assertThat(Mem.bytes(reader.data(), 60)).isEqualTo(Captures.content(60));
            reader.advance();
            assertThat(reader.next()).isEqualTo(1500);
            assertThat(reader.next()).as("until it is taken").isEqualTo(1500);
            reader.advance();
            assertThat(reader.next()).isEqualTo(PcapReader.END);
        }
    }

    @Test
    void readsFilesLongerThanItsWindowAndRewinds() {
        final Captures capture = Captures.little();
        for (int i = 0; i < 3_000; i++) {
            capture.packet(i, 0, 1_000 + i % 500);
        }
        try (PcapReader reader = open(capture.toBytes())) {
            for (int round = 0; round < 2; round++) {
                for (int i = 0; i < 3_000; i++) {
                    assertThat(reader.next()).isEqualTo(1_000 + i % 500);
                    assertThat(Mem.bytes(reader.data(), 8)).isEqualTo(Arrays.copyOf(Captures.content(1_000 + i % 500), 8));
                    reader.advance();
                }
                assertThat(reader.next()).isEqualTo(PcapReader.END);
                reader.rewind();
            }
        }
    }

    @Test
    void saysWhereAFileBreaksOff() {
        final byte[] whole = Captures.little().packet(1, 0, 60).packet(2, 0, 60).toBytes();
        for (int cut = 24 + 76 + 1; cut < whole.length; cut++) {
            try (PcapReader reader = open(Arrays.copyOf(whole, cut))) {
                assertThat(reader.next()).isEqualTo(60);
                reader.advance();
                assertThat(reader.next()).as("cut at " + cut).isEqualTo(PcapReader.BROKEN);
                assertThat(reader.position()).isEqualTo(24 + 76);
            }
        }
    }

    @ParameterizedTest
    @CsvSource({"-1", "-2147483648", "2147483647", "262145", "61"})
    void believesNoLengthThatIsNotThere(final int length) {
        final byte[] content = Captures.little().header(1, 0, length, 60).bytes(new byte[60]).toBytes();
        try (PcapReader reader = open(content)) {
            assertThat(reader.next()).isEqualTo(PcapReader.BROKEN);
            assertThat(reader.next()).isEqualTo(PcapReader.BROKEN);
        }
    }

    @Test
    void refusesWhatIsNoCaptureOfEthernetAndSaysWhy() {
        final byte[] good = Captures.little().toBytes();
        assertThat(refusal(new byte[0])).contains("not a pcap file");
        assertThat(refusal(Arrays.copyOf(good, 23))).contains("not a pcap file");
        assertThat(refusal("hello, this is not a capture".getBytes(java.nio.charset.StandardCharsets.US_ASCII))).contains("not a pcap file");
        assertThat(refusal(new byte[] {0x0a, 0x0d, 0x0d, 0x0a, 0, 0, 0, 28})).contains("pcapng", "editcap -F pcap");
        assertThat(refusal(new Captures(ByteOrder.BIG_ENDIAN, PcapFormat.MAGIC_MICROS, 101).toBytes())).contains("link type 101");
        final byte[] future = good.clone();
        future[4] = 3;
        assertThat(refusal(future)).contains("version 3");
    }

    private String refusal(final byte[] content) {
        final EalException failure = catchThrowableOfType(EalException.class, () -> open(content).close());
        assertThat(failure.errno()).isEqualTo(Errno.EINVAL);
        return failure.getMessage();
    }

    @Test
    void namesAFileThatCannotBeRead() {
        final EalException missing = catchThrowableOfType(EalException.class, () -> PcapReader.open(directory.resolve("none").toString()));
        final EalException folder = catchThrowableOfType(EalException.class, () -> PcapReader.open(directory.toString()));

        assertThat(missing.errno()).isEqualTo(Errno.ENOENT);
        assertThat(missing).hasMessageContaining("none");
        assertThat(folder.errno()).isEqualTo(Errno.EISDIR);
    }

    @Test
    void survivesAnyBytes() {
        final Random random = new Random(37);
        final byte[] seed = Captures.little().packet(1, 2, 60).packet(3, 4, 0).packet(5, 6, 1_500).toBytes();
        for (int i = 0; i < FUZZ_ROUNDS; i++) {
            final byte[] content = Arrays.copyOf(seed, random.nextInt(seed.length + 40));
            for (int changes = random.nextInt(6); changes > 0 && content.length > 24; changes--) {
                content[24 + random.nextInt(content.length - 24)] = (byte) random.nextInt();
            }
            if (content.length >= 24) {
                readAll(content);
            }
        }
    }

    private void readAll(final byte[] content) {
        try (PcapReader reader = open(content)) {
            int records = 0;
            for (int length = reader.next(); length >= 0; length = reader.next()) {
                assertThat(Mem.bytes(reader.data(), length)).hasSize(length);
                reader.advance();
                records++;
            }
            assertThat(records).isLessThanOrEqualTo(content.length / 16);
            assertThat(reader.position()).isLessThanOrEqualTo(content.length);
        }
    }
}
