package dev.pollmode.bus.pci;

import dev.pollmode.eal.Devargs;
import dev.pollmode.eal.Eal;
import dev.pollmode.eal.EalException;
import dev.pollmode.eal.Interrupts;
import dev.pollmode.eal.MemoryRegion;
import dev.pollmode.sys.Epoll;
import dev.pollmode.sys.Errno;
import dev.pollmode.sys.EventFd;
import dev.pollmode.vfio.user.Vfio;
import java.io.PrintStream;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/// Looks at a device that no driver here serves: opens it, prints what it is, maps memory, sets its interrupts, writes
/// registers, and waits until it is wanted back or the time is over.
///
/// Arguments: those of the EAL, `--`, the device as for `plug`, how many seconds to wait (0 when left out), and registers to
/// write in their order, as [RegisterWrite] has them: such as may have the device send its first interrupt. Exits with 0 when all went well.
public final class PciProbe {
    private static final long MEMORY = 2 << 20;
    private static final int BARS = 6;

    private final PrintStream out;
    private final long start = System.nanoTime();

    private PciProbe(final PrintStream out) {
        this.out = out;
    }

    /// Runs the program.
    ///
    /// @param args see above
    /// @throws InterruptedException when it is interrupted while it waits
    public static void main(final String... args) throws InterruptedException {
        try (Eal eal = Eal.init(args)) {
            final List<String> words = eal.remaining();
            if (words.isEmpty()) {
                throw new EalException(Errno.EINVAL, "no device: [EAL options] -- <address>[,bind=1] [seconds [register=value…]]");
            }
            final List<RegisterWrite> writes = words.stream().skip(2).map(RegisterWrite::parse).toList();
            new PciProbe(System.out).run(eal, Devargs.parse(words.getFirst()), words.size() > 1 ? Integer.parseInt(words.get(1)) : 0, writes);
        } catch (final EalException e) {
            System.err.println(e.getMessage());
            System.exit(1);
        }
    }

    private void run(final Eal eal, final Devargs devargs, final int seconds, final List<RegisterWrite> writes) throws InterruptedException {
        final PciBus bus = (PciBus) eal.bus(PciBus.NAME).orElseThrow();
        final CountDownLatch leaving = new CountDownLatch(1);
        try (EventFd event = EventFd.create(); Interrupts.Registration _ = tellInterrupts(eal, event);
             MemoryRegion memory = eal.memory().allocate("probe", MEMORY, MEMORY)) {
            final PciDevice device = bus.openWithoutDriver(devargs);
            eal.deviceEvents().register(device.name(), (name, kind) -> {
                say(kind + " " + name);
                leaving.countDown();
            });
            try {
                describe(device);
                say("memory 0x%x at IOVA 0x%x".formatted(memory.length(), memory.iova(memory.address())));
                setInterrupts(device, event);
                writes.forEach(write -> {
                    write.to(device);
                    say(write.toString());
                });
                if (seconds > 0 && leaving.await(seconds, TimeUnit.SECONDS)) {
                    say("wanted back");
                }
            } finally {
                release(eal, device);
            }
        }
    }

    private Interrupts.Registration tellInterrupts(final Eal eal, final EventFd event) {
        return eal.interrupts().register(event.fd().number(), Epoll.EPOLLIN, () -> {
            event.drain();
            say("interrupt MSI-X 0");
        });
    }

    private void release(final Eal eal, final PciDevice device) {
        try {
            eal.unplug(device);
            say("closed");
        } catch (final EalException e) {
            // The bus releases a device that leaves, too.
            if (e.errno() != Errno.ENODEV) {
                throw e;
            }
            say("closed by the bus");
        }
    }

    private void describe(final PciDevice device) {
        final PciConfig config = device.config();
        say("%s %s revision 0x%02x class 0x%06x by %s".formatted(device.name(), config.id(), config.revision(), config.id().classCode(),
            device.access().description()));
        for (int i = 0; i < BARS; i++) {
            final PciBar bar = device.bar(i);
            if (bar.size() > 0) {
                say("BAR%d 0x%x bytes, %s, first register 0x%08x".formatted(i, bar.size(), bar.address(0, 4) != 0 ? "mapped" : "trapped",
                    bar.read32(0)));
            }
        }
        config.msix().ifPresent(msix -> say("MSI-X " + msix));
        say("reset: " + (device.access().reset() ? "done" : "not possible"));
        config.busMaster(true);
    }

    private void setInterrupts(final PciDevice device, final EventFd event) {
        for (final int index : new int[] {Vfio.IRQ_INTX, Vfio.IRQ_MSI, Vfio.IRQ_MSIX, Vfio.IRQ_ERROR, Vfio.IRQ_REQUEST}) {
            say("interrupts " + Vfio.irqName(index) + ": " + device.access().irqs(index));
        }
        if (device.access().irqs(Vfio.IRQ_MSIX) > 0) {
            device.access().setIrqs(Vfio.IRQ_MSIX, event.fd().number());
            say("MSI-X 0 is set");
        }
    }

    private synchronized void say(final String text) {
        out.printf("%8.3f %s%n", (System.nanoTime() - start) / 1e9, text);
    }
}
