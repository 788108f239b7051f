package dev.pollmode.pmd.vf.mlx;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pollmode.eal.MemoryRegion;
import dev.pollmode.ethdev.EthConf;
import dev.pollmode.ethdev.EthDev;
import dev.pollmode.ethdev.RxOffload;
import dev.pollmode.mbuf.Mbuf;
import dev.pollmode.mlx5.model.ModelConfig;
import dev.pollmode.mlx5.prm.Cqe;
import dev.pollmode.sys.Mem;
import java.nio.file.Path;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// What stands in the completion ring is not believed. The test writes there what a device could.
@Timeout(180)
class HostileDeviceTest {
    private static final int WRITTEN = 64;
    private static final int ROUNDS = 12 * Integer.getInteger("pollmode.soak", 1);
    private static final String STRIDING = ",mprq_en=1,rxqs_min_mprq=1";

    @TempDir
    private Path directory;
    private final Mbuf[] burst = new Mbuf[WRITTEN];
    private ModelPort lab;
    private EthDev port;

    @AfterEach
    void close() throws Exception {
        lab.close();
    }

    private void start(final String arguments, final int mtu) {
        lab = new ModelPort(directory, ModelConfig.DEFAULT, arguments);
        port = lab.started(EthConf.queues(1, 1).withMtu(mtu).withRxOffloads(Set.of(RxOffload.SCATTER, RxOffload.RSS_HASH, RxOffload.VLAN_STRIP)));
    }

    /// {@return the address of a completion: their ring is the first thing in the memory of a queue}
    private long completion(final int index) {
        final MemoryRegion memory = lab.eal.memory().regions().stream().filter(region -> region.name().endsWith(" rx 0")).findFirst().orElseThrow();
        return memory.address() + (long) index * Cqe.SIZE;
    }

    private void write(final int index, final int opcode, final int format, final int byteCount, final int counter) {
        final long at = completion(index);
        Mem.putIntBe(at + Cqe.BYTE_COUNT, byteCount);
        Mem.putShortBe(at + Cqe.WQE_COUNTER, (short) counter);
        Mem.putShortBe(at + Cqe.WQE_ID, (short) 0);
        Mem.putByteRelease(at + Cqe.OP_OWN, (byte) Cqe.opOwn(opcode, format, 0));
    }

    private void expectStop() {
        assertThat(port.rxQueue(0).rxBurst(burst, 0, WRITTEN)).isZero();
        assertThat(port.stats().rxErrors()).isEqualTo(1);
        write(0, Cqe.OPCODE_RESPONDER, Cqe.FORMAT_NONE, 100, 0);
        write(1, Cqe.OPCODE_RESPONDER, Cqe.FORMAT_NONE, 100, 1);
        assertThat(port.rxQueue(0).rxBurst(burst, 0, WRITTEN)).isZero();
        assertThat(port.stats().rxErrors()).isEqualTo(1);
        port.stop();
        assertThat(lab.pool.inUse()).isZero();
        port.start();
        ModelPort.send(port, lab.packet(Packets.ipv4(port.mac(), Packets.UDP, 1, 90)));
        final Mbuf packet = ModelPort.receive(port);
        assertThat(packet.packetLength()).isEqualTo(90);
        packet.free();
    }

    @ParameterizedTest
    @CsvSource({
        "2, 0, 100, 1", "2, 0, 0, 0", "2, 0, -1, 0", "2, 0, 2049, 0", "2, 0, 0x7fffffff, 0", "2, 1, 100, 0", "2, 2, 100, 0", "14, 0, 100, 0", "0, 0, 100, 0",
        "13, 0, 0, 0", "6, 0, 100, 0", "2, 3, 0, 0", "2, 3, -2, 0", "2, 3, 0x7fffffff, 0", "2, 3, 100000, 0", "14, 3, 2, 0"
    })
    void nonsenseStopsAQueueOfBuffers(final int opcode, final int format, final String byteCount, final int counter) {
        start("", 1500);
        write(0, opcode, format, Integer.decode(byteCount), counter);
        expectStop();
    }

    @ParameterizedTest
    @CsvSource({"0x4000", "0x2801", "0", "-5"})
    void nonsenseStopsAQueueThatScatters(final String byteCount) {
        start("", 9000);
        write(0, Cqe.OPCODE_RESPONDER, Cqe.FORMAT_NONE, Integer.decode(byteCount), 0);
        expectStop();
    }

    @ParameterizedTest
    @CsvSource({"0x00010064, 1", "0x00000064, 0", "0x00010000, 0", "0x00010801, 0", "0x00410064, 0", "0x7fff0064, 0", "0x0001ffff, 0", "-1, 0", "0x00010064, 0xffff"})
    void nonsenseStopsAQueueThatStrides(final String byteCount, final String counter) {
        start(STRIDING, 1500);
        write(0, Cqe.OPCODE_RESPONDER, Cqe.FORMAT_NONE, Integer.decode(byteCount), Integer.decode(counter));
        expectStop();
    }

    @Test
    void stridesOfAnotherRequestStopTheQueue() {
        start(STRIDING, 1500);
        write(0, Cqe.OPCODE_RESPONDER, Cqe.FORMAT_NONE, 0x00010064, 0);
        Mem.putShortBe(completion(0) + Cqe.WQE_ID, (short) 1);
        expectStop();
    }

    @ParameterizedTest
    @ValueSource(strings = {
        "1500", "9000", "1500,rxq_cqe_comp_en=0", "1500,rxq_cqe_comp_en=2", "1500,rxq_cqe_comp_en=4", "1500" + STRIDING,
        "9000" + STRIDING + ",mprq_max_memcpy_len=0", "9000" + STRIDING + ",rxq_cqe_comp_en=2", "9000" + STRIDING + ",rxq_cqe_comp_en=4"
    })
    void whateverStandsThereIsAPacketOrAnError(final String form) {
        final int mtu = Integer.parseInt(form.substring(0, 4));
        start(form.substring(4), mtu);
        final Random random = new Random(41);
        long packets = 0;
        for (int round = 0; round < ROUNDS; round++) {
            for (int i = 0; i < WRITTEN; i++) {
                writeAtRandom(random, i);
            }
            for (int poll = 0; poll < 4; poll++) {
                final int received = port.rxQueue(0).rxBurst(burst, 0, WRITTEN);
                for (int i = 0; i < received; i++) {
                    assertThat(burst[i].sanityCheck()).isNull();
                    assertThat(burst[i].packetLength()).isBetween(1, 0xffff);
                    burst[i].free();
                }
                packets += received;
            }
            port.stop();
            assertThat(lab.pool.inUse()).isZero();
            port.start();
        }
        assertThat(packets).isPositive();
        assertThat(port.stats().rxErrors()).isPositive();
    }

    /// Mostly what could be a completion, so that the reading goes on; all else is noise.
    private void writeAtRandom(final Random random, final int index) {
        for (int offset = 0; offset < Cqe.OP_OWN; offset++) {
            Mem.putByte(completion(index) + offset, (byte) random.nextInt());
        }
        final boolean good = random.nextInt(8) != 0;
        final int format = random.nextInt(6) == 0 ? Cqe.FORMAT_COMPRESSED : Cqe.FORMAT_NONE;
        final int length = 1 + random.nextInt(1500);
        final int byteCount = format == Cqe.FORMAT_COMPRESSED ? random.nextInt(20) : random.nextBoolean() ? length : length | 1 << 16;
        if (good) {
            write(index, Cqe.OPCODE_RESPONDER, format, byteCount, index);
        } else {
            Mem.putByteRelease(completion(index) + Cqe.OP_OWN, (byte) random.nextInt());
        }
    }
}
