package dev.pollmode.bus.pci;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.pollmode.eal.Devargs;
import dev.pollmode.eal.DeviceEvents;
import dev.pollmode.eal.Eal;
import dev.pollmode.eal.EalException;
import dev.pollmode.eal.MemoryRegion;
import dev.pollmode.sys.Errno;
import dev.pollmode.sys.EventFd;
import dev.pollmode.sys.Mem;
import dev.pollmode.sys.SysException;
import dev.pollmode.sys.Uevent;
import dev.pollmode.vfio.user.Vfio;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// The bus over a tree like `/sys` and a VFIO in memory.
@Timeout(60)
class PciBusTest {
    private static final String VF = "0000:3b:00.1";
    private static final String OTHER = "0000:3b:00.2";

    @TempDir
    private Path root;
    private FakeSysfs sysfs;
    private final FakeVfio vfio = new FakeVfio();
    private final RecordingDriver driver = new RecordingDriver();
    private Eal eal;
    private PciBus bus;

    @BeforeEach
    void tree() {
        sysfs = new FakeSysfs(root);
        sysfs.driver("vfio-pci");
        sysfs.device(VF, FakeVfio.VENDOR, FakeVfio.DEVICE, 12, "vfio-pci");
    }

    private void start(final String... args) {
        final List<String> all = new ArrayList<>(List.of("-l", "0", "--no-huge", "--sysfs-root", root.toString()));
        all.addAll(List.of(args));
        eal = Eal.init(all.toArray(String[]::new));
        bus = new PciBus(eal, sysfs, vfio, Path.of("/dev"), List.of(driver), device -> bus.unplug(device));
        bus.scan();
        bus.probe();
    }

    @AfterEach
    void end() {
        if (bus != null) {
            bus.close();
        }
        if (eal != null) {
            eal.close();
        }
    }

    private int errnoOf(final org.assertj.core.api.ThrowableAssert.ThrowingCallable call) {
        final Throwable thrown = org.assertj.core.api.Assertions.catchThrowable(call);
        assertThat(thrown).isInstanceOf(EalException.class);
        return ((EalException) thrown).errno();
    }

    @Test
    void servesADeviceThatIsBoundToVfio() {
        start();
        assertThat(driver.events).containsExactly("probe " + VF + " \"\"");
        assertThat(bus.devices()).hasSize(1);
        assertThat(driver.device.driverName()).isEqualTo("net_test");
        assertThat(driver.device.numaNode()).isEqualTo(1);
        assertThat(driver.device.access().description()).isEqualTo("vfio");
        assertThat(vfio.calls.subList(0, 6)).containsExactly("open group", "open container", "set container", "set iommu 3", "open device", "reset");
        assertThat(vfio.config[PciConfig.COMMAND] & PciConfig.COMMAND_MASTER).isNotZero();
    }

    @Test
    void closesInReverseOrderWithMemoryUnmappedFirst() {
        start();
        try (MemoryRegion region = eal.memory().allocate("test", 1 << 20, 4096)) {
            assertThat(vfio.dma).containsEntry(region.iova(region.address()), region.length());
            bus.close();
            assertThat(vfio.dma).isEmpty();
        }
        assertThat(driver.events).endsWith("remove " + VF);
        assertThat(vfio.calls.subList(vfio.calls.indexOf("irqs off request"), vfio.calls.size()))
            .containsExactly("irqs off request", "config write 0x4", "reset", "unmap", "unset container");
        assertThat(vfio.config[PciConfig.COMMAND] & PciConfig.COMMAND_MASTER).isZero();
        assertThat(List.of("device", "group", "container")).noneMatch(vfio::isOpen);
    }

    @Test
    void memoryIsMappedForAsLongAsItIsThere() {
        start();
        final MemoryRegion region = eal.memory().allocate("test", 1 << 20, 4096);
        assertThat(vfio.dma).hasSize(1);
        region.close();
        assertThat(vfio.dma).isEmpty();
    }

    /// EA-02.
    @Test
    void anAllowedDeviceThatIsNotThereIsNamedOnce() {
        final ByteArrayOutputStream logged = new ByteArrayOutputStream();
        eal = Eal.builder().args("-l", "0", "--no-huge", "--sysfs-root", root.toString(), "-a", VF, "-a", "0000:7f:00.0")
            .logsTo(new PrintStream(logged, true, StandardCharsets.UTF_8)).init();
        logged.reset();
        bus = new PciBus(eal, sysfs, vfio, Path.of("/dev"), List.of(driver), device -> bus.unplug(device));
        bus.scan();
        bus.scan();

        assertThat(logged.toString(StandardCharsets.UTF_8)).isEqualTo(
            "bus.pci: -a 0000:7f:00.0: there is no such PCI device; it is used when it comes" + System.lineSeparator());
    }

    /// EA-31: which limit or right is missing.
    @Test
    void whatAnOrdinaryUserLacksIsNamed() {
        start();
        vfio.failMap = Errno.ENOMEM;
        assertThatThrownBy(() -> eal.memory().allocate("test", 1 << 20, 4096)).hasMessageContaining("ulimit -l").hasMessageContaining("CAP_IPC_LOCK");
        bus.close();
        vfio.failMap = 0;
        for (final boolean noIommu : new boolean[] {false, true}) {
            final VfioContainer container = new VfioContainer(vfio, Path.of("/dev"), eal.memory(), System.getLogger("test"), noIommu);
            vfio.groupName = noIommu ? "noiommu-12" : "12";
            vfio.failOpen = Errno.EACCES;
            assertThatThrownBy(() -> container.open(PciAddress.parse(VF), 12, "")).isInstanceOf(SysException.class)
                .hasMessageContaining("open(/dev/vfio/" + vfio.groupName + "): EACCES")
                .hasMessageContaining(noIommu ? "CAP_SYS_RAWIO" : "give this user the right to read and write it");
        }
    }

    @Test
    void addressesThatTheIommuDoesNotTakeAreRefused() {
        start();
        final VfioContainer container = new VfioContainer(vfio, Path.of("/dev"), eal.memory(), System.getLogger("test"), false);
        bus.close();
        container.open(PciAddress.parse(VF), 12, "").close();
        assertThat(errnoOf(() -> container.map(0, 0xfee00000L, 4096))).isEqualTo(Errno.EINVAL);
        assertThat(errnoOf(() -> container.map(0x800, 0, 4096))).isEqualTo(Errno.EINVAL);
        container.map(0, 0x10000, 4096);
        assertThatThrownBy(() -> container.map(0, 0x10000, 4096)).isInstanceOf(SysException.class).hasMessageContaining("EEXIST");
        container.leave(12);
        assertThat(vfio.isOpen("container")).isFalse();
    }

    @Test
    void registersAreMappedExceptForThePageOfTheMsixTable() {
        start();
        final PciBar bar = driver.device.bar(0);
        assertThat(bar.size()).isEqualTo(FakeVfio.BAR_SIZE);
        assertThat(bar.address(0x1ff8, 8)).isNotZero();
        assertThat(bar.address(0x2000, 4)).isZero();
        assertThat(bar.address(0x3000, 4)).isNotZero();
        assertThat(bar.address(0x1ffc, 8)).isZero();
        assertThat(bar.address(-8, 8)).isZero();
        bar.write32Be(0x10, 0x01020304);
        assertThat(bar.read32(0x10)).isEqualTo(0x04030201);
        assertThat(bar.read64Be(0x10)).isEqualTo(0x0102030400000000L);
        bar.write64(0x18, 0x1122334455667788L);
        assertThat(bar.read16(0x18)).isEqualTo((short) 0x7788);
        assertThat(bar.read8(0x1f)).isEqualTo((byte) 0x11);
        assertThat(bar.read32(0x2000)).as("a read that fails").isEqualTo(-1);
        assertThat(driver.device.bar(1).size()).isZero();
        assertThat(driver.device.bar(0)).isSameAs(bar);
    }

    @Test
    void capabilitiesAreFound() {
        start();
        final PciConfig config = driver.device.config();
        assertThat(config.id()).isEqualTo(new PciId(FakeVfio.VENDOR, FakeVfio.DEVICE, 0, 0, 0));
        assertThat(config.capability(PciConfig.CAP_MSIX)).hasValue(0x60);
        assertThat(config.capability(0x77)).isEmpty();
        assertThat(config.extendedCapability(1)).isEmpty();
        assertThat(config.msix()).hasValue(new PciConfig.Msix(8, 0, 0x2000, 0, 0x3000));
        vfio.config[0x61] = 0x40;
        assertThat(config.capability(0x77)).as("a list with a loop ends").isEmpty();
        assertThatThrownBy(() -> config.read32(254)).isInstanceOf(IndexOutOfBoundsException.class);
    }

    @Test
    void interruptsReachTheirEventFds() {
        start();
        final PciAccess access = driver.device.access();
        assertThat(access.irqs(Vfio.IRQ_MSIX)).isEqualTo(8);
        assertThat(access.irqs(Vfio.IRQ_ERROR)).isZero();
        try (EventFd first = EventFd.create(); EventFd second = EventFd.create()) {
            access.setIrqs(Vfio.IRQ_MSIX, first.fd().number());
            access.setIrqs(Vfio.IRQ_MSIX, first.fd().number(), second.fd().number());
            vfio.fire(Vfio.IRQ_MSIX, 1);
            assertThat(second.drain()).isEqualTo(1);
            access.disableIrqs(Vfio.IRQ_MSIX);
            assertThat(vfio.eventFds(Vfio.IRQ_MSIX)).isNull();
        }
    }

    @Test
    void wantedBackItIsReleasedWithinASecond() throws Exception {
        start();
        final List<String> told = Collections.synchronizedList(new ArrayList<>());
        eal.deviceEvents().register((name, kind) -> told.add(kind + " " + name));
        final MemoryRegion region = eal.memory().allocate("test", 1 << 20, 4096);
        vfio.removing = true;
        final long start = System.nanoTime();
        vfio.fire(Vfio.IRQ_REQUEST, 0);
        assertThat(driver.removed.await(10, TimeUnit.SECONDS)).isTrue();
        while (vfio.isOpen("device")) {
            assertThat(System.nanoTime() - start).isLessThan(TimeUnit.SECONDS.toNanos(10));
            Thread.onSpinWait();
        }
        assertThat(TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - start)).isBetween(400L, 2000L);
        assertThat(driver.events).containsExactly("probe " + VF + " \"\"", "removal of " + VF, "remove " + VF);
        assertThat(told).containsExactly("REMOVE " + VF);
        assertThat(vfio.dma).as("unmapped before the device was closed").isEmpty();
        assertThat(bus.devices()).isEmpty();
        region.close();
    }

    @Test
    void whoeverUnplugsItFirstIsNotDisturbed() throws Exception {
        start();
        driver.device.onRemoval(() -> {
            driver.events.add("asked");
            bus.unplug(driver.device);
        });
        vfio.fire(Vfio.IRQ_REQUEST, 0);
        assertThat(driver.removed.await(10, TimeUnit.SECONDS)).isTrue();
        while (eal.alarms().pending() > 0) {
            Thread.onSpinWait();
        }
        assertThat(driver.events).containsExactly("probe " + VF + " \"\"", "asked", "remove " + VF);
    }

    @Test
    void deviceOfTheKernelIsLeftAloneUnlessToldOtherwise() {
        sysfs.remove(VF);
        sysfs.device(VF, FakeVfio.VENDOR, FakeVfio.DEVICE, 12, "mlx5_core");
        start();
        assertThat(driver.events).isEmpty();
        assertThat(sysfs.writes).isEmpty();
        assertThat(errnoOf(() -> bus.plug(Devargs.parse(VF)))).isEqualTo(Errno.EBUSY);
        assertThat(sysfs.driverOf(VF)).isEqualTo("mlx5_core");
        bus.plug(Devargs.parse("3b:00.1,bind=1,mprq=1"));
        assertThat(driver.events).containsExactly("probe " + VF + " \"mprq=1\"");
        assertThat(sysfs.driverOf(VF)).isEqualTo("vfio-pci");
        bus.unplug(driver.device);
        assertThat(sysfs.driverOf(VF)).isEqualTo("mlx5_core");
        assertThat(vfio.isOpen("device")).isFalse();
    }

    @Test
    void deviceThatLeavesIsNotBoundToItsDriverAgain() throws Exception {
        sysfs.remove(VF);
        sysfs.device(VF, FakeVfio.VENDOR, FakeVfio.DEVICE, 12, "mlx5_core");
        start("-a", VF + ",bind=1");
        sysfs.writes.clear();
        vfio.fire(Vfio.IRQ_REQUEST, 0);
        assertThat(driver.removed.await(10, TimeUnit.SECONDS)).isTrue();
        while (bus.devices().findAny().isPresent() || vfio.isOpen("container") || sysfs.writes.isEmpty()) {
            Thread.onSpinWait();
        }
        assertThat(sysfs.writes).containsExactly("driver_override=");
        assertThat(sysfs.driverOf(VF)).isEqualTo("vfio-pci");
    }

    /// EA-28, as far as VFIO groups go.
    @Test
    void failedProbeLeavesNothing() {
        sysfs.remove(VF);
        sysfs.device(VF, FakeVfio.VENDOR, FakeVfio.DEVICE, 12, "mlx5_core");
        start();
        driver.failure = new EalException(Errno.EPROTO, "firmware says no");
        assertThatThrownBy(() -> bus.plug(Devargs.parse(VF + ",bind=1"))).hasMessageContaining("firmware says no");
        assertThat(sysfs.driverOf(VF)).isEqualTo("mlx5_core");
        assertThat(List.of("device", "group", "container")).noneMatch(vfio::isOpen);
        assertThat(bus.devices()).isEmpty();
        driver.failure = null;
        bus.plug(Devargs.parse(VF + ",bind=1"));
        assertThat(errnoOf(() -> bus.plug(Devargs.parse(VF)))).isEqualTo(Errno.EEXIST);
    }

    /// EA-02.
    @Test
    void onlyAllowedDevicesAreServed() {
        sysfs.device(OTHER, FakeVfio.VENDOR, FakeVfio.DEVICE, 12, "vfio-pci");
        start("-a", "3b:00.2,key=1");
        assertThat(driver.events).containsExactly("probe " + OTHER + " \"key=1\"");
    }

    /// EA-02.
    @Test
    void blockedDevicesAreNotServed() {
        sysfs.device(OTHER, FakeVfio.VENDOR, FakeVfio.DEVICE, 12, "vfio-pci");
        start("-b", VF);
        assertThat(driver.events).containsExactly("probe " + OTHER + " \"\"");
    }

    /// EA-04.
    @Test
    void noPciFindsNothing() {
        start("--no-pci");
        assertThat(bus.scanned()).isEmpty();
    }

    @Test
    void deviceWithoutDriverIsRefusedByPlug() {
        sysfs.device(OTHER, 0x8086, 0x1520, 12, "vfio-pci");
        start();
        assertThat(errnoOf(() -> bus.plug(Devargs.parse(OTHER)))).isEqualTo(Errno.ENODEV);
        assertThat(errnoOf(() -> bus.plug(Devargs.parse("0000:99:00.0")))).isEqualTo(Errno.ENODEV);
        assertThat(errnoOf(() -> bus.plug(Devargs.parse(OTHER + ",access=guess")))).isEqualTo(Errno.EINVAL);
    }

    @Test
    void deviceWithoutDriverCanBeLookedAt() {
        sysfs.device(OTHER, 0x8086, 0x1520, 12, "vfio-pci");
        start("-a", OTHER);
        assertThat(driver.events).isEmpty();
        final PciDevice device = bus.openWithoutDriver(Devargs.parse(OTHER));
        assertThat(device.config().msix()).isPresent();
        assertThat(device.isProbed()).isFalse();
        bus.unplug(device);
        assertThat(vfio.isOpen("device")).isFalse();
        assertThatThrownBy(device::access).isInstanceOf(IllegalStateException.class);
    }

    @Test
    void groupThatIsNotViableIsNamed() {
        vfio.viable = false;
        start();
        assertThat(bus.devices()).isEmpty();
        assertThatThrownBy(() -> bus.plug(Devargs.parse(VF))).hasMessageContaining("every device of the group");
        assertThat(vfio.isOpen("group")).isFalse();
    }

    @Test
    void olderIommuIsTaken() {
        vfio.type1v2 = false;
        start();
        assertThat(vfio.calls).contains("set iommu 1");
    }

    /// EA-17.
    @Test
    void tokenOfVirtualFunctionsIsPassedOn() {
        start("--vfio-vf-token", "14d63f20-8445-11ea-8900-1f9ce7d5650d");
        assertThat(vfio.token()).isEqualTo(VF + " vf_token=14d63f20-8445-11ea-8900-1f9ce7d5650d");
    }

    /// EA-17.
    @Test
    void kindOfInterruptsIsTheBestOrTheOneAskedFor() {
        start();
        assertThat(driver.device.interruptIndex()).hasValue(Vfio.IRQ_MSIX);
        bus.close();
        eal.close();
        start("--vfio-intr", "legacy");
        assertThat(driver.device.interruptIndex()).hasValue(Vfio.IRQ_INTX);
    }

    @Test
    void withoutIommuPhysicalAddressesAreRequired() {
        vfio.groupName = "noiommu-12";
        start("-a", VF + ",access=noiommu");
        assertThat(bus.devices()).isEmpty();
        assertThatThrownBy(() -> bus.plug(Devargs.parse(VF))).hasMessageContaining("--iova-mode pa");
        assertThat(List.of("device", "group", "container")).noneMatch(vfio::isOpen);
    }

    /// VB-20.
    @Test
    void devicesThatComeAndGoAreTold() {
        start();
        final List<String> told = new ArrayList<>();
        eal.deviceEvents().register((name, kind) -> told.add(kind + " " + name));
        sysfs.device(OTHER, FakeVfio.VENDOR, FakeVfio.DEVICE, 12, null);
        event(Uevent.Action.ADD, OTHER);
        event(Uevent.Action.ADD, "0000:99:00.0");
        assertThat(bus.find(PciAddress.parse(OTHER))).isPresent();
        sysfs.remove(OTHER);
        event(Uevent.Action.REMOVE, OTHER);
        assertThat(bus.find(PciAddress.parse(OTHER))).isEmpty();
        assertThat(told).containsExactly("ADD " + OTHER, "REMOVE " + OTHER);
    }

    @Test
    void lostEventsAreMadeUpFor() {
        start();
        final List<String> told = new ArrayList<>();
        eal.deviceEvents().register((name, kind) -> told.add(kind + " " + name));
        sysfs.device(OTHER, FakeVfio.VENDOR, FakeVfio.DEVICE, 12, null);
        Hotplug.handle(bus, new Uevent(Uevent.Action.RESYNC, "", Map.of()), System.getLogger("test"));
        assertThat(told).containsExactly("ADD " + OTHER);
    }

    @Test
    void deviceThatTheKernelRemovedIsReleased() throws Exception {
        start();
        event(Uevent.Action.REMOVE, VF);
        assertThat(driver.removed.await(10, TimeUnit.SECONDS)).isTrue();
        assertThat(driver.events).contains("removal of " + VF);
    }

    private void event(final Uevent.Action action, final String address) {
        final Map<String, String> properties = Map.of("SUBSYSTEM", "pci", "PCI_SLOT_NAME", address);
        Hotplug.handle(bus, new Uevent(action, "/devices/pci0000:00/" + address, properties), System.getLogger("test"));
    }
}
