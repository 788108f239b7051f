package dev.pollmode.mlx5.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.pollmode.mlx5.prm.RxHashFields;
import dev.pollmode.sys.Mem;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class WiresTest {
    @TempDir
    private Path directory;
    private final Random random = new Random(5);
    private final Arena arena = Arena.ofShared();
    private final long memory = arena.allocate(Wire.MAX_FRAME * 2L, 64).address();

    @AfterEach
    void close() {
        arena.close();
    }

    private boolean send(final Wire wire, final byte[] frame) {
        Mem.copy(frame, 0, memory, frame.length);
        return wire.send(memory, frame.length);
    }

    private byte[] receive(final Wire wire) {
        final long at = memory + Wire.MAX_FRAME;
        final int length = wire.receive(at, Wire.MAX_FRAME);
        return Mem.bytes(at, length);
    }

    @Test
    void aLoopKeepsOrderAndBytesAndRefusesWhenFull() {
        try (LoopWire wire = new LoopWire()) {
            final ArrayDeque<byte[]> sent = new ArrayDeque<>();
            int refused = 0;
            for (int i = 0; i < 20_000; i++) {
                final byte[] frame = Frames.plain(random, 14 + random.nextInt(9000));
                if (send(wire, frame)) {
                    sent.add(frame);
                } else {
                    refused++;
                    while (sent.size() > 100) {
                        assertThat(receive(wire)).isEqualTo(sent.poll());
                    }
                }
            }
            while (!sent.isEmpty()) {
                assertThat(receive(wire)).isEqualTo(sent.poll());
            }
            assertThat(receive(wire)).isEmpty();
            assertThat(refused).isPositive();
        }
    }

    @Test
    void aPairCarriesFramesBothWaysAndEndsWithOneEnd() {
        final List<Wire> ends = PeerWire.pair();
        final byte[] frame = Frames.plain(random, 9000);
        assertThat(send(ends.get(0), frame)).isTrue();
        assertThat(receive(ends.get(1))).isEqualTo(frame);
        assertThat(send(ends.get(1), frame)).isTrue();
        assertThat(receive(ends.get(0))).isEqualTo(frame);
        assertThat(ends.get(0).isUp()).isTrue();
        ends.get(1).close();
        assertThat(receive(ends.get(0))).isEmpty();
        assertThat(ends.get(0).isUp()).isFalse();
        ends.get(0).close();
    }

    @Test
    void peersFindEachOtherAndAgainAfterOneHasLeft() {
        final String path = directory.resolve("wire").toString();
        try (PeerWire first = PeerWire.open(path)) {
            assertThat(first.isUp()).isFalse();
            for (int i = 0; i < 2; i++) {
                try (PeerWire second = PeerWire.open(path)) {
                    TestDriver.await("link", first::isUp);
                    final byte[] frame = Frames.plain(random, 100);
                    assertThat(send(second, frame)).isTrue();
                    assertThat(receive(first)).isEqualTo(frame);
                }
                TestDriver.await("end of link", () -> {
                    receive(first);
                    return !first.isUp();
                });
            }
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"LITTLE_ENDIAN", "BIG_ENDIAN"})
    void framesOfACaptureArriveAndWhatIsSentIsCaptured(final String order) throws IOException {
        final ByteOrder byteOrder = order.equals("BIG_ENDIAN") ? ByteOrder.BIG_ENDIAN : ByteOrder.LITTLE_ENDIAN;
        final Path file = directory.resolve("in.pcap");
        final byte[] frame = Frames.plain(random, 100);
        final ByteBuffer capture = ByteBuffer.allocate(24 + 2 * 116).order(byteOrder);
        capture.putInt(0xa1b2c3d4).putShort((short) 2).putShort((short) 4).putInt(0).putInt(0).putInt(65535).putInt(1);
        for (int i = 0; i < 2; i++) {
            capture.putInt(1).putInt(2).putInt(100).putInt(100).put(frame);
        }
        Files.write(file, capture.array());
        try (PcapWire wire = PcapWire.open(file)) {
            assertThat(receive(wire)).isEqualTo(frame);
            assertThat(receive(wire)).isEqualTo(frame);
            assertThat(receive(wire)).isEmpty();
            assertThat(send(wire, frame)).isTrue();
        }
        Files.move(directory.resolve("in.pcap.sent"), file, StandardCopyOption.REPLACE_EXISTING);
        try (PcapWire wire = PcapWire.open(file)) {
            assertThat(receive(wire)).isEqualTo(frame);
        }
    }

    @Test
    void brokenCapturesDeliverWhatIsWholeAndNoMore() throws IOException {
        final Path file = directory.resolve("broken.pcap");
        for (int round = 0; round < 500; round++) {
            final byte[] bytes = new byte[random.nextInt(400)];
            random.nextBytes(bytes);
            if (bytes.length >= 24) {
                ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN).putInt(0, 0xa1b2c3d4).putInt(20, 1);
            }
            Files.write(file, bytes);
            if (bytes.length < 24) {
                assertThatIllegalArgumentException().isThrownBy(() -> PcapWire.open(file));
                continue;
            }
            try (PcapWire wire = PcapWire.open(file)) {
                while (receive(wire).length > 0) {
                    continue;
                }
            }
        }
    }

    @Test
    void twoModelsTalkOverAWire() {
        final List<Wire> ends = PeerWire.pair();
        try (Host left = new Host(16 << 20); Host right = new Host(16 << 20);
             Mlx5Device sender = new Mlx5Device(ModelConfig.DEFAULT, left.dma, vector -> { }, ends.get(0));
             Mlx5Device receiver = new Mlx5Device(ModelConfig.DEFAULT, right.dma, vector -> { }, ends.get(1))) {
            final TestDriver sending = new TestDriver(left, sender);
            sending.startWithObjects(0);
            final TestDriver receiving = new TestDriver(right, receiver);
            receiving.startWithObjects(0);
            final TestPort port = new TestPort(receiving);
            port.open(1522);
            final TestRq rq = new TestRq(receiving, new TestCq(receiving, 6, -1, false, 0), TestRq.CYCLIC, 4, 1, 2048, context -> { });
            port.everythingTo(port.directTarget(rq.number));
            rq.post(16);
            final TestSq sq = new TestSq(sending, new TestCq(sending, 6, -1, false, 0), 6, false);
            final byte[] frame = Frames.plain(random, 700);
            sq.sendPointer(frame, true);
            sq.ring();
            assertThat(rq.cq.await().byteCount()).isEqualTo(700);
            assertThat(rq.bytes(0, 0, 700)).isEqualTo(frame);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "--wire loop", "--socket", "--socket /x --wire", "--socket /x --mac 1:2", "--socket /x --mac 01:00:00:00:00:00",
        "--socket /x --vectors none", "--socket /x --vectors 0", "--socket /x --device-id zz", "--socket /x --device-id 1", "--socket /x --min-inline all",
        "--socket /x --vectors 257", "--socket /x --wire radio", "--socket /x --wire tap", "--socket /x --wire peer=", "--socket /x --wire loop=1",
        "--socket /x --nosuch"})
    void aWrongCommandLineIsRefused(final String line) {
        assertThatIllegalArgumentException().isThrownBy(() -> Arguments.parse(line.isEmpty() ? new String[0] : line.split(" ")));
    }

    @Test
    void theCommandLineNamesSocketWireAndFunction() {
        final Arguments arguments = Arguments.parse("--socket", "/x/y", "--wire", "loop", "--mac", "02:11:22:33:44:55", "--device-id", "101e",
            "--vectors", "3", "--min-inline", "l2", "--flow-control", "--untrusted");
        assertThat(arguments.socket()).isEqualTo(Path.of("/x/y"));
        assertThat(arguments.config().macAddress()).isEqualTo(0x021122334455L);
        assertThat(arguments.config().deviceId()).isEqualTo(0x101e);
        assertThat(arguments.config().vectors()).isEqualTo(3);
        assertThat(arguments.config().inlineMode()).isEqualTo(1);
        assertThat(arguments.config().flowControl()).isTrue();
        assertThat(arguments.config().trusted()).isFalse();
        arguments.openWire().close();
    }

    @Test
    void aWireThatCannotBeSaysWhy() {
        assertThatIllegalArgumentException().isThrownBy(() -> open("tap=a-name-that-is-too-long")).withMessageContaining("1 to 15");
        assertThatThrownBy(() -> open("packet=no-such")).hasMessageContaining("packet=no-such").hasMessageContaining("ENODEV");
        assertThatThrownBy(() -> open("pcap=/no/such/file")).hasMessage("pcap=/no/such/file: no such directory");
        assertThatThrownBy(() -> open("peer=/no/such/socket")).hasMessageContaining("/no/such/socket").hasMessageContaining("ENOENT");
    }

    private static Wire open(final String wire) {
        return Arguments.parse("--socket", "/x", "--wire", wire).openWire();
    }

    @Test
    void theConsoleDoesWhatItIsTold() {
        final ByteArrayOutputStream out = new ByteArrayOutputStream();
        try (ServedFunction function = new ServedFunction(ModelConfig.DEFAULT, new LoopWire())) {
            final Console console = new Console(function, new PrintStream(out, true, StandardCharsets.UTF_8));
            for (final String line : new String[] {"help", "", "delay 5", "ignore 1", "starve 2", "return 1", "link down", "link up", "request", "disconnect",
                "health 1", "nosuch", "delay x", "link sideways"}) {
                assertThat(console.accept(line)).as(line).isTrue();
            }
            assertThat(function.device().readBar0(0x23d, 1)).isEqualTo(1);
            assertThat(console.accept("reset")).isTrue();
            assertThat(function.device().readBar0(0x23d, 1)).isZero();
            assertThat(console.accept("remove")).isTrue();
            assertThat(function.device().readBar0(0, 4)).isEqualTo(0xffffffffL);
            assertThat(console.accept("quit")).isFalse();
        }
        assertThat(out.toString(StandardCharsets.UTF_8)).contains("nobody listens", "nosuch", "link sideways", "delay x: a number is wanted");
    }

    @Test
    void memoryOfAFrameIsNotReadBeyondItsEnd() {
        final MemorySegment frame = arena.allocate(64);
        final PacketHeaders headers = new PacketHeaders();
        final RssHash hash = new RssHash(RssHash.TOEPLITZ, new byte[40], true, RxHashFields.LAYOUT.allocate()
            .set(RxHashFields.SELECTED_FIELDS, 0xf));
        final FlowKey key = new FlowKey();
        for (int round = 0; round < 100_000; round++) {
            final int length = 14 + random.nextInt(51);
            for (int i = 0; i < length; i++) {
                frame.set(ValueLayout.JAVA_BYTE, i, (byte) random.nextInt(256));
            }
            final int type = random.nextInt(4);
            Mem.putShortBe(frame.address() + 12, (short) (type == 0 ? 0x800 : type == 1 ? 0x86dd : type == 2 ? 0x8100 : 0x88a8));
            if (type < 2) {
                Mem.putByte(frame.address() + 14, (byte) (type == 0 ? 0x40 | random.nextInt(16) : 0x60));
                Mem.putShortBe(frame.address() + (type == 0 ? 16 : 18), (short) random.nextInt(70));
                Mem.putByte(frame.address() + (type == 0 ? 23 : 20), (byte) new int[] {6, 17, 44, 0, 43, 60}[random.nextInt(6)]);
            }
            headers.parse(frame.address(), length);
            assertThat(headers.l4Offset + headers.l4HeaderLength).isLessThanOrEqualTo(length);
            assertThat(headers.l3Offset + headers.ipTotalLength).isLessThanOrEqualTo(length);
            hash.of(headers);
            key.set(headers);
        }
    }
}
