package dev.pollmode.bus.pci;

import dev.pollmode.eal.Devargs;
import dev.pollmode.eal.Device;
import dev.pollmode.eal.Eal;
import dev.pollmode.vfio.user.Vfio;
import java.util.List;
import java.util.OptionalInt;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.IntStream;

/// A PCI device. Its name is its address with all digits.
///
/// | from   | to      | when                                                                                 |
/// |--------|---------|--------------------------------------------------------------------------------------|
/// | FOUND  | OPEN    | a driver serves its kind, and it was opened: [#access()] works                        |
/// | OPEN   | LEAVING | its removal was asked for, or it went: the action of [#onRemoval] ran                 |
/// | OPEN, LEAVING | FOUND | the driver has let go and it was closed                                      |
public final class PciDevice extends Device {
    private final PciAddress address;
    private final BusArguments arguments;
    private final Eal eal;
    private final AtomicBoolean leaving = new AtomicBoolean();
    private volatile PciFunction function;
    private volatile OpenDevice open;
    private volatile Runnable removal = () -> { };
    private volatile Runnable error = () -> { };
    private PciDriver driver;

    PciDevice(final PciBus bus, final Devargs devargs, final BusArguments arguments, final PciAddress address, final Eal eal) {
        super(bus, devargs);
        this.address = address;
        this.arguments = arguments;
        this.eal = eal;
        this.function = new PciFunction(address, null, 0, -1, null, OptionalInt.empty(), List.of());
    }

    /// {@return where it is}
    public PciAddress address() {
        return address;
    }

    /// {@return the Eal it belongs to}
    public Eal eal() {
        return eal;
    }

    /// {@return what is known of it without opening it}
    public PciFunction function() {
        return function;
    }

    /// {@return what it is, null for a device served over vfio-user that was never opened}
    public PciId id() {
        return function.id();
    }

    /// {@return the arguments for the driver, `key=value,…`, without those that the bus takes for itself}
    public String arguments() {
        return arguments.forDriver();
    }

    @Override
    public int numaNode() {
        return function.numaNode();
    }

    /// {@return the way to the device}
    ///
    /// @throws IllegalStateException when it is not open
    public PciAccess access() {
        return opened().access();
    }

    /// {@return the config space}
    ///
    /// @throws IllegalStateException when it is not open
    public PciConfig config() {
        return opened().config();
    }

    /// {@return a BAR; see [PciAccess#bar(int)]}
    ///
    /// @param index 0 to 5
    public PciBar bar(final int index) {
        return access().bar(index);
    }

    /// The kind of interrupts to use: that of `--vfio-intr` if there is one, else the best that the device has.
    ///
    /// @return index for [PciAccess#setIrqs], empty when the device has no such interrupts
    /// @throws IllegalStateException when it is not open
    public OptionalInt interruptIndex() {
        final IntStream wanted = eal.options().devices().vfioIntr().map(kind -> IntStream.of(switch (kind) {
            case LEGACY -> Vfio.IRQ_INTX;
            case MSI -> Vfio.IRQ_MSI;
            case MSIX -> Vfio.IRQ_MSIX;
        })).orElse(IntStream.of(Vfio.IRQ_MSIX, Vfio.IRQ_MSI, Vfio.IRQ_INTX));
        return wanted.filter(index -> access().irqs(index) > 0).findFirst();
    }

    /// Says what the driver does when the device is wanted back or is gone: it tells the users of its ports (RMV) and must
    /// not wait. Some time later the bus takes the device from the driver, unless somebody else has by then.
    ///
    /// @param action called at most once, by the interrupt thread or another
    public void onRemoval(final Runnable action) {
        removal = action;
    }

    /// Says what the driver does when the device has met an error that it does not recover from by itself.
    ///
    /// @param action called by the interrupt thread
    public void onError(final Runnable action) {
        error = action;
    }

    /// {@return whether its removal was asked for, or it went}
    public boolean isLeaving() {
        return leaving.get();
    }

    // ---- the bus

    BusArguments busArguments() {
        return arguments;
    }

    PciDriver driver() {
        return driver;
    }

    OpenDevice openOrNull() {
        return open;
    }

    private OpenDevice opened() {
        final OpenDevice now = open;
        if (now == null) {
            throw new IllegalStateException("PCI device " + address + " is not open");
        }
        return now;
    }

    void known(final PciFunction scanned) {
        function = scanned;
    }

    void opened(final OpenDevice device) {
        leaving.set(false);
        removal = () -> { };
        error = () -> { };
        open = device;
    }

    void closed() {
        open = null;
    }

    void boundTo(final PciDriver taker) {
        driver = taker;
        bind(taker.name());
    }

    void letGo() {
        driver = null;
        unbind();
    }

    /// {@return whether this is the first to say so}
    boolean startLeaving() {
        return leaving.compareAndSet(false, true);
    }

    void runRemoval() {
        removal.run();
    }

    void runError() {
        error.run();
    }
}
