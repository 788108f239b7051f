package dev.pollmode.mlx5.model;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pollmode.mlx5.prm.AllocPd;
import dev.pollmode.mlx5.prm.CommandEntry;
import dev.pollmode.mlx5.prm.CommandHeader;
import dev.pollmode.mlx5.prm.CommandStatus;
import dev.pollmode.mlx5.prm.DeliveryStatus;
import dev.pollmode.mlx5.prm.EventType;
import dev.pollmode.mlx5.prm.Eqe;
import dev.pollmode.mlx5.prm.HealthSyndrome;
import dev.pollmode.mlx5.prm.Mailbox;
import dev.pollmode.mlx5.prm.ManagePages;
import dev.pollmode.mlx5.prm.QueryHcaCap;
import dev.pollmode.mlx5.prm.Struct;
import dev.pollmode.mlx5.prm.TeardownHca;
import dev.pollmode.sys.Mem;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// Misbehaviour on demand, and commands that are not delivered.
class FaultsTest {
    private final Host host = new Host(64 << 20);
    private final Mlx5Device device = new Mlx5Device(ModelConfig.DEFAULT, host.dma, vector -> host.interrupts.incrementAndGet(vector), new LoopWire());
    private final TestDriver driver = new TestDriver(host, device);

    @BeforeEach
    void start() {
        driver.startWithObjects(1L << EventType.PAGE_REQUEST);
    }

    @AfterEach
    void close() {
        device.close();
        host.close();
    }

    private int owner(final int slot) {
        return Mem.getByteAcquire(host.address(driver.commandQueue) + slot * 64L + CommandEntry.STATUS_OWNER) & 1;
    }

    @Test
    void commandsComeLateOnDemand() {
        device.faults().delayCommands(TimeUnit.MILLISECONDS.toNanos(30));
        final long start = System.nanoTime();
        driver.command(AllocPd.In.LAYOUT.allocate(), AllocPd.Out.LAYOUT);
        assertThat(System.nanoTime() - start).isGreaterThan(TimeUnit.MILLISECONDS.toNanos(29));
        device.faults().delayCommands(0);
    }

    @Test
    void aCommandIsNeverAnsweredOnDemandAndOthersAre() {
        device.faults().ignoreCommands(1);
        driver.post(3, AllocPd.In.LAYOUT.allocate(), 16);
        driver.command(AllocPd.In.LAYOUT.allocate(), AllocPd.Out.LAYOUT);
        assertThat(owner(3)).isEqualTo(1);
    }

    @Test
    void slotsAreAnsweredEachOnItsOwn() {
        device.faults().delayCommands(TimeUnit.MILLISECONDS.toNanos(200));
        driver.post(1, AllocPd.In.LAYOUT.allocate(), 16);
        device.readBar0(0, 4);
        device.faults().delayCommands(0);
        driver.post(2, AllocPd.In.LAYOUT.allocate(), 16);
        assertThat(driver.finish(2, Struct.of(new byte[16]))).isZero();
        assertThat(owner(1)).isEqualTo(1);
        assertThat(driver.finish(1, Struct.of(new byte[16]))).isZero();
    }

    @Test
    void aSickDeviceSaysSoAndItsCounterStands() {
        device.failHealth(HealthSyndrome.FIRMWARE_ERROR);
        assertThat(device.readBar0(0x23d, 1)).isEqualTo(HealthSyndrome.FIRMWARE_ERROR);
        assertThat(device.readBar0(0x238, 4) >>> 31).isEqualTo(1);
        final long counter = device.readBar0(0x1010, 4);
        final long start = System.nanoTime();
        TestDriver.await("time", () -> System.nanoTime() - start > 20_000_000);
        assertThat(device.readBar0(0x1010, 4)).isEqualTo(counter);
        device.reset();
        assertThat(device.readBar0(0x23d, 1)).isZero();
    }

    @Test
    void theCounterOfAHealthyDeviceRuns() {
        final long counter = device.readBar0(0x1010, 4);
        TestDriver.await("health counter", () -> device.readBar0(0x1010, 4) != counter);
    }

    @Test
    void aRemovedDeviceLeavesMemoryAlone() {
        driver.post(5, AllocPd.In.LAYOUT.allocate(), 16);
        driver.finish(5, Struct.of(new byte[16]));
        device.remove();
        driver.post(5, AllocPd.In.LAYOUT.allocate(), 16);
        assertThat(device.readBar0(0x14, 4)).isEqualTo(0xffffffffL);
        assertThat(owner(5)).isEqualTo(1);
    }

    @Test
    void aStarvingDeviceAsksAndWaits() {
        device.starve(5);
        driver.post(0, AllocPd.In.LAYOUT.allocate(), 16);
        final long event = driver.awaitEvent(EventType.PAGE_REQUEST);
        final int wanted = Mem.getIntBe(event + Eqe.PAGES_COUNT);
        assertThat(wanted).isEqualTo(5);
        assertThat(owner(0)).isEqualTo(1);
        driver.givePages(wanted);
        assertThat(driver.finish(0, Struct.of(new byte[16]))).isZero();
    }

    @Test
    void refusedPagesFailTheCommand() {
        device.starve(5);
        driver.post(0, AllocPd.In.LAYOUT.allocate(), 16);
        driver.awaitEvent(EventType.PAGE_REQUEST);
        driver.post(31, ManagePages.In.LAYOUT.allocate(), 16);
        driver.finish(31, Struct.of(new byte[16]));
        final Struct out = Struct.of(new byte[16]);
        driver.finish(0, out);
        assertThat(out.get(CommandHeader.STATUS)).isEqualTo(CommandStatus.NO_RESOURCES);
    }

    @Test
    void aDeviceWithTooManyPagesOffersThem() {
        device.returnPages(3);
        assertThat(Mem.getIntBe(driver.awaitEvent(EventType.PAGE_REQUEST) + Eqe.PAGES_COUNT)).isEqualTo(-3);
    }

    @Test
    void fastTeardownEndsWithTheNicInterfaceDisabled() {
        final Struct in = TeardownHca.In.LAYOUT.allocate().set(TeardownHca.In.PROFILE, 2);
        assertThat(driver.command(in, TeardownHca.Out.LAYOUT).get(TeardownHca.Out.STATE)).isZero();
        device.writeBar0(0x14, 4, device.readBar0(0x14, 4) & 0xfffff000L | 0x100);
        assertThat(device.readBar0(0x14, 4) >>> 8 & 7).isEqualTo(1);
        new TestDriver(host, device).startWithObjects(0);
        assertThat(device.readBar0(0x14, 4) >>> 8 & 7).isZero();
    }

    @Test
    void aSickDeviceThatItsHostRestartsComesBackDisabledAndIsEnabledAnew() {
        device.failHealth(HealthSyndrome.FIRMWARE_ERROR);
        device.recover();
        assertThat(device.readBar0(0x23d, 1)).isZero();
        assertThat(device.readBar0(0x14, 4) >>> 8 & 7).isEqualTo(1);
        final TestDriver next = new TestDriver(host, device);
        next.startWithObjects(0);
        assertThat(device.readBar0(0x14, 4) >>> 8 & 7).isZero();
    }

    @ParameterizedTest
    @CsvSource({"0, 8, BAD_COMMAND_TYPE", "1, 1, RESERVED_NOT_ZERO", "62, 1, RESERVED_NOT_ZERO", "7, 4, BAD_INPUT_LENGTH", "4, 127, BAD_INPUT_LENGTH",
        "59, 7, BAD_OUTPUT_LENGTH", "15, 64, BAD_INPUT_POINTER", "55, 64, BAD_OUTPUT_POINTER"})
    void aBrokenEntryIsNotDelivered(final int offset, final int value, final String status) throws ReflectiveOperationException {
        final Struct entry = Struct.of(new byte[CommandEntry.SIZE]);
        final Struct in = QueryHcaCap.In.LAYOUT.allocate();
        CommandEntry.encode(entry, in, 0, status.equals("BAD_OUTPUT_LENGTH") ? 16 : 0x1010, host.allocate(1024, 1024), 7);
        entry.setByte(offset, value);
        if (offset == 15) {
            entry.setInt(CommandEntry.INPUT_LENGTH, 64);
        }
        driver.write(driver.commandQueue, entry);
        driver.ring(1);
        assertThat(driver.finish(0, Struct.of(new byte[16]))).isEqualTo(DeliveryStatus.class.getField(status).getInt(null));
    }

    @ParameterizedTest
    @CsvSource({"573, 9, BAD_TOKEN", "571, 1, BAD_BLOCK_NUMBER"})
    void aBrokenMailboxIsNotDelivered(final int offset, final int value, final String status) throws ReflectiveOperationException {
        final Struct in = ManagePages.In.LAYOUT.allocate(64).set(CommandHeader.OP_MOD, 1);
        final long box = host.allocate(1024, 1024);
        final Struct entry = Struct.of(new byte[CommandEntry.SIZE]);
        CommandEntry.encode(entry, in, box, 16, 0, 7);
        final Struct bytes = Struct.of(new byte[Mailbox.SIZE]);
        Mailbox.seal(bytes, 0, 0, 7);
        bytes.setByte(offset, value);
        driver.write(box, bytes);
        driver.write(driver.commandQueue, entry);
        driver.ring(1);
        assertThat(driver.finish(0, Struct.of(new byte[16]))).isEqualTo(DeliveryStatus.class.getField(status).getInt(null));
    }

    /// Rings, contexts and commands full of nonsense: the device answers or falls silent, and after a reset it works.
    @Test
    void nonsenseNeverEndsTheDevice() {
        final Random random = new Random(20261121);
        TestDriver current = driver;
        for (int round = 0; round < 4; round++) {
            Nonsense.throwAt(current, random, 2500);
            assertThat(device.failure()).isNull();
            device.reset();
            current = new TestDriver(host, device);
            current.startWithObjects(0);
        }
    }
}
