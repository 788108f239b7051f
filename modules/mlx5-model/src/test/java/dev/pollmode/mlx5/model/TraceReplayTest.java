package dev.pollmode.mlx5.model;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pollmode.mlx5.prm.CommandEntry;
import dev.pollmode.mlx5.prm.CommandHeader;
import dev.pollmode.mlx5.prm.Struct;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/// The commands that a Linux driver sent to a real ConnectX-4, sent to the model in the same order.
class TraceReplayTest {
    private static final Path TRACE = Path.of("../mlx5-prm/src/test/resources/dev/pollmode/mlx5/prm/trace.jsonl");
    private static final int MANAGE_PAGES = 0x108;
    private static final int CREATE_EQ = 0x301;
    private static final int ALLOC_UAR = 0x802;

    private final Host host = new Host(16 << 20);
    private final Mlx5Device device = new Mlx5Device(ModelConfig.DEFAULT, host.dma, vector -> host.interrupts.incrementAndGet(vector), new LoopWire());
    private final TestDriver driver = new TestDriver(host, device);

    @AfterEach
    void close() {
        device.close();
        host.close();
    }

    @Test
    void theModelAcceptsWhatTheRealDeviceAccepted() throws IOException {
        driver.attach();
        int sent = 0;
        for (final String line : Files.readAllLines(TRACE)) {
            final Struct input = input(line);
            final Struct output = Struct.of(new byte[HexFormat.of().parseHex(text(line, "output")).length]);
            assertThat(driver.tryCommand(input, output)).as(line.substring(0, 60)).isZero();
            final Struct recorded = Struct.of(HexFormat.of().parseHex(text(line, "output")));
            if (input.get(CommandHeader.OPCODE) == ALLOC_UAR || input.get(CommandHeader.OPCODE) == CREATE_EQ) {
                assertThat(output.getInt(8)).isEqualTo(recorded.getInt(8));
            }
            sent++;
        }
        assertThat(sent).isEqualTo(17);
    }

    /// The longer output that the recorded driver asked for without mailboxes is no reason to refuse.
    @Test
    void anOutputLongerThanTheAnswerNeedsNoMailbox() {
        driver.start();
        final Struct in = Struct.of(new byte[16]).set(CommandHeader.OPCODE, ALLOC_UAR);
        final Struct entry = Struct.of(new byte[CommandEntry.SIZE]);
        CommandEntry.encode(entry, in, 0, 280, 0, 0x1c);
        driver.write(driver.commandQueue, entry);
        driver.ring(1);
        final Struct out = Struct.of(new byte[16]);
        assertThat(driver.finish(0, out)).isZero();
        assertThat(out.getInt(8)).isEqualTo(0x10);
    }

    /// Page lists that the trace has only in part are filled up with other pages.
    private Struct input(final String line) {
        final byte[] known = HexFormat.of().parseHex(text(line, "input"));
        final Matcher raw = Pattern.compile("\"raw\": \"([0-9a-f]+)\"").matcher(line);
        assertThat(raw.find()).isTrue();
        final int length = Struct.of(HexFormat.of().parseHex(raw.group(1))).getInt(CommandEntry.INPUT_LENGTH);
        final Struct input = Struct.of(Arrays.copyOf(known, length));
        if (input.get(CommandHeader.OPCODE) == MANAGE_PAGES) {
            for (int at = known.length; at < length; at += Long.BYTES) {
                input.setLong(at, 0x100_0000_0000L + length * 0x10_0000L + at * 0x1000L);
            }
        }
        return input;
    }

    private static String text(final String line, final String key) {
        final Matcher value = Pattern.compile("\"" + key + "\": \"?([^\",}]*)").matcher(line);
        assertThat(value.find()).isTrue();
        return value.group(1);
    }
}
