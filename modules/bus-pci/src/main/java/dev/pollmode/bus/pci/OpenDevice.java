package dev.pollmode.bus.pci;

import dev.pollmode.eal.Eal;
import dev.pollmode.eal.Interrupts;
import dev.pollmode.sys.Epoll;
import dev.pollmode.sys.EventFd;
import dev.pollmode.sys.SysException;
import dev.pollmode.vfio.user.Vfio;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.ArrayDeque;
import java.util.Deque;

/// What an opened device holds: the way to it, memory mapped for it, the interrupts by which it is asked for and by which it
/// tells errors, and its place at `vfio-pci`. Closed in reverse order of opening.
final class OpenDevice implements AutoCloseable {
    private final PciAccess access;
    private final PciConfig config;
    private final DriverBinding binding;
    private final Logger log;
    private final Deque<Runnable> undo = new ArrayDeque<>();

    private OpenDevice(final PciAccess access, final DriverBinding binding, final Logger log) {
        this.access = access;
        this.binding = binding;
        this.config = new PciConfig(access);
        this.log = log;
    }

    /// Makes an opened device ready for its driver.
    ///
    /// @param access  to the device, owned from now on
    /// @param binding to give back at the end, or null; owned from now on
    /// @param eal     whose memory the device reaches
    /// @param log     of the bus
    static OpenDevice prepare(final PciAccess access, final DriverBinding binding, final Eal eal, final Logger log) {
        final OpenDevice device = new OpenDevice(access, binding, log);
        if (binding != null) {
            device.undo.push(binding::close);
        }
        device.undo.push(access::close);
        try {
            access.dmaMap().ifPresent(map -> {
                eal.memory().addDmaMap(map);
                device.undo.push(() -> eal.memory().removeDmaMap(map));
            });
            device.config.busMaster(true);
            device.undo.push(device::stopDma);
            return device;
        } catch (final RuntimeException e) {
            device.close();
            throw e;
        }
    }

    private void stopDma() {
        if (access.isPresent()) {
            config.busMaster(false);
        }
    }

    /// Listens for the request to give the device back, for errors, and for its going.
    ///
    /// @param onRequest called at most a few times, by the interrupt thread
    /// @param onError   called by the interrupt thread
    /// @param onGone    called once, by any thread
    void listen(final Interrupts interrupts, final Runnable onRequest, final Runnable onError, final Runnable onGone) {
        watch(interrupts, Vfio.IRQ_REQUEST, onRequest);
        watch(interrupts, Vfio.IRQ_ERROR, onError);
        access.onGone(onGone);
    }

    private void watch(final Interrupts interrupts, final int index, final Runnable action) {
        if (access.irqs(index) == 0) {
            return;
        }
        final EventFd event = EventFd.create();
        undo.push(event::close);
        final Interrupts.Registration registration = interrupts.register(event.fd().number(), Epoll.EPOLLIN, () -> {
            event.drain();
            action.run();
        });
        undo.push(registration::close);
        access.setIrqs(index, event.fd().number());
        undo.push(() -> {
            if (access.isPresent()) {
                access.disableIrqs(index);
            }
        });
    }

    PciAccess access() {
        return access;
    }

    PciConfig config() {
        return config;
    }

    /// The device is wanted back or gone: it is not given back to its driver.
    void deviceLeaves() {
        if (binding != null) {
            binding.deviceLeaves();
        }
    }

    /// Releases all; what fails is logged, and the rest goes on.
    @Override
    public void close() {
        while (!undo.isEmpty()) {
            try {
                undo.pop().run();
            } catch (final SysException e) {
                log.log(Level.DEBUG, () -> "closing a device of " + access.description() + ": " + e.getMessage());
            } catch (final RuntimeException e) {
                log.log(Level.ERROR, "closing a device of " + access.description() + " failed", e);
            }
        }
    }
}
