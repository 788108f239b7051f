package dev.pollmode.bus.pci;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.pollmode.eal.Devargs;
import dev.pollmode.eal.Eal;
import dev.pollmode.eal.EalException;
import dev.pollmode.eal.MemoryRegion;
import dev.pollmode.sys.Errno;
import dev.pollmode.sys.EventFd;
import dev.pollmode.sys.Mem;
import dev.pollmode.vfio.user.GuestMemory;
import dev.pollmode.vfio.user.Vfio;
import dev.pollmode.vfio.user.VfioUserServer;
import dev.pollmode.vfio.user.VfioUserSession;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// The bus with a device that another process (here: another thread) serves.
@Timeout(60)
class VfioUserBusTest {
    private static final String ADDRESS = "0000:00:05.0";

    @TempDir
    private Path root;
    private final ServedDevice served = new ServedDevice();
    private final RecordingDriver driver = new RecordingDriver();
    private VfioUserServer server;
    private Eal eal;
    private PciBus bus;

    @BeforeEach
    void start() {
        server = VfioUserServer.listen(root.resolve("dev.sock"), served);
        server.start("served device");
        eal = Eal.init("-l", "0", "--no-huge", "--no-pci", "--vfio-user", "00:05.0=" + server.path(), "-a", "00:05.0,key=1");
        bus = new PciBus(eal, new FakeSysfs(root), new FakeVfio(), Path.of("/dev"), List.of(driver), device -> bus.unplug(device));
        bus.scan();
        bus.probe();
    }

    @AfterEach
    void end() {
        bus.close();
        eal.close();
        server.close();
        served.close();
    }

    @Test
    void theDeviceOfThisMachineThatHasTheSameAddressIsAnother() {
        bus.close();
        eal.close();
        final FakeSysfs machine = new FakeSysfs(root);
        machine.device(ADDRESS, 0x1af4, 0x1044, 12, "vfio-pci");
        eal = Eal.init("-l", "0", "--no-huge", "--sysfs-root", root.toString(), "--vfio-user", "00:05.0=" + server.path());
        bus = new PciBus(eal, machine, new FakeVfio(), Path.of("/dev"), List.of(driver), device -> bus.unplug(device));
        driver.events.clear();
        bus.scan();
        bus.probe();

        assertThat(driver.events).singleElement().asString().startsWith("probe " + ADDRESS);
    }

    // The last one: before the bus of the test, that of the Eal has looked at the device and found no driver for it.
    private VfioUserSession session() throws InterruptedException {
        return served.sessions.poll(10, TimeUnit.SECONDS);
    }

    @Test
    void servesTheDeviceAtTheAddressThatTheUserGaveIt() {
        assertThat(driver.events).containsExactly("probe " + ADDRESS + " \"key=1\"");
        assertThat(driver.device.id()).isEqualTo(new PciId(FakeVfio.VENDOR, FakeVfio.DEVICE, 0, 0, 0x020000));
        assertThat(driver.device.access().description()).isEqualTo("vfio-user " + server.path());
        assertThat(served.config[PciConfig.COMMAND] & PciConfig.COMMAND_MASTER).isNotZero();
    }

    @Test
    void registersThatTrapAndThoseThatAreMapped() {
        final PciBar registers = driver.device.bar(0);
        assertThat(registers.address(0, 4)).isZero();
        registers.write32(0x10, 0x01020304);
        registers.write64Be(0x18, 1);
        assertThat(registers.read32(0x10)).isEqualTo(0x01020304);
        assertThat(registers.read8(0x1f)).isEqualTo((byte) 1);
        assertThat(registers.read16(0x12)).isEqualTo((short) 0x0102);
        final PciBar bells = driver.device.bar(2);
        bells.write64(0x800, 42);
        assertThat(bells.address(0x800, 8)).isNotZero();
        assertThat(served.doorbells.take(0x800)).isEqualTo(42);
        assertThat(driver.device.access().reset()).isTrue();
        assertThat(registers.read32(0x10)).isZero();
    }

    @Test
    void memoryIsSharedSoThatTheServerFindsIt() throws Exception {
        final GuestMemory guest = session().memory();
        try (MemoryRegion region = eal.memory().allocate("ring", 1 << 20, 4096)) {
            assertThat(region.fd()).as("--vfio-user makes memory shared").isPresent();
            final long iova = region.iova(region.address() + 4096);
            guest.enter();
            final long there = guest.find(iova, 64);
            assertThat(there).isNotZero().isNotEqualTo(region.address() + 4096);
            Mem.putLong(there, 0x55);
            guest.exit();
            assertThat(Mem.getLong(region.address() + 4096)).isEqualTo(0x55);
        }
        guest.enter();
        assertThat(guest.find(0, 1)).isZero();
        guest.exit();
    }

    @Test
    void interruptsReachTheDriver() throws Exception {
        final VfioUserSession session = session();
        assertThat(driver.device.access().irqs(Vfio.IRQ_MSIX)).isEqualTo(4);
        try (EventFd event = EventFd.create()) {
            driver.device.access().setIrqs(Vfio.IRQ_MSIX, event.fd().number());
            assertThat(session.trigger(Vfio.IRQ_MSIX, 0)).isTrue();
            assertThat(event.drain()).isEqualTo(1);
        }
    }

    @Test
    void wantedBackItIsReleasedAndMayReturn() throws Exception {
        final VfioUserSession session = session();
        final long start = System.nanoTime();
        assertThat(session.trigger(Vfio.IRQ_REQUEST, 0)).isTrue();
        awaitReleased(session, start);
        assertThat(driver.events).containsExactly("probe " + ADDRESS + " \"key=1\"", "removal of " + ADDRESS, "remove " + ADDRESS);
        bus.plug(Devargs.parse(ADDRESS));
        assertThat(driver.events).endsWith("probe " + ADDRESS + " \"key=1\"");
    }

    @Test
    void surprisedByItsGoingTheBusReleasesItAndRegistersReadAsOnes() throws Exception {
        final VfioUserSession session = session();
        final PciBar registers = driver.device.bar(0);
        final long start = System.nanoTime();
        session.disconnect();
        while (driver.device.access().isPresent()) {
            Thread.onSpinWait();
        }
        assertThat(registers.read32(0)).isEqualTo(-1);
        registers.write32(0, 7);
        awaitReleased(session, start);
        assertThat(driver.events).contains("removal of " + ADDRESS);
        server.close();
        assertThatThrownBy(() -> bus.plug(Devargs.parse(ADDRESS)))
            .isInstanceOfSatisfying(EalException.class, e -> assertThat(e.errno()).isEqualTo(Errno.ENOENT));
    }

    private void awaitReleased(final VfioUserSession session, final long start) throws InterruptedException {
        assertThat(driver.removed.await(10, TimeUnit.SECONDS)).isTrue();
        while (session.isConnected() || bus.devices().findAny().isPresent()) {
            Thread.onSpinWait();
        }
        assertThat(TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - start)).isBetween(400L, 2000L);
    }

    @Test
    void unpluggingIsNoSurprise() {
        bus.unplug(driver.device);
        assertThat(driver.device.isLeaving()).isFalse();
        assertThat(eal.alarms().pending()).isZero();
        assertThat(driver.events).containsExactly("probe " + ADDRESS + " \"key=1\"", "remove " + ADDRESS);
    }

    @Test
    void socketMayBeGivenWithTheAddress() {
        bus.unplug(driver.device);
        bus.plug(Devargs.parse("0000:00:06.0,socket=" + server.path()));
        assertThat(driver.device.name()).isEqualTo("0000:00:06.0");
        assertThat(driver.device.arguments()).isEmpty();
    }
}
