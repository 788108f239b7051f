package dev.pollmode.pmd.vf.mlx;

import dev.pollmode.bus.pci.PciAccess;
import dev.pollmode.bus.pci.PciBar;
import dev.pollmode.eal.EalMemory;
import dev.pollmode.mlx5.prm.InitSegment;
import java.lang.System.Logger;
import java.time.Duration;

/// The function from its first register to "initialised", and back.
///
/// Once the device is gone, closing sends no command and frees all memory.
final class Hca implements AutoCloseable {
    private final String name;
    private final PciAccess access;
    private final PciBar bar;
    private final Presence presence;
    private final EalMemory memory;
    private final Undo undo;
    private final QueueChannel channel;
    private final FirmwarePages pages;
    private final Capabilities capabilities;

    private Hca(final String name, final PciAccess access, final Presence presence, final EalMemory memory, final Duration timeout,
                final Logger log) {
        this.name = name;
        this.presence = presence;
        this.memory = memory;
        this.access = access;
        bar = access.bar(0);
        undo = new Undo(log);
        try {
            channel = new QueueChannel(bar, presence, memory, name, timeout);
            undo.add(channel::close);
            pages = new FirmwarePages(channel, memory, name);
            undo.add(pages::close);
            // Before memory is freed, the function forgets where it was.
            undo.add(this::reset);
            capabilities = new BringUp(channel, pages, name, log).run(this::onClose);
        } catch (final RuntimeException e) {
            undo.close();
            throw e;
        }
    }

    /// Brings the function up.
    ///
    /// @param name for messages
    /// @param timeout for each command
    static Hca open(final String name, final PciAccess access, final Presence presence, final EalMemory memory, final Duration timeout,
                    final Logger log) {
        return new Hca(name, access, presence, memory, timeout, log);
    }

    private void reset() {
        if (!presence.isGone() && access.isPresent()) {
            access.reset();
        }
    }

    /// Makes sure that a device that was given up writes to memory no more; before memory is freed.
    void silence() {
        if (presence.takeGivenUp() && access.isPresent()) {
            access.reset();
        }
    }

    /// Notes a command that undoes another; it is left out when the device is gone.
    void onClose(final Runnable command) {
        undo.add(() -> {
            if (!presence.isGone()) {
                command.run();
            }
        });
    }

    /// Notes what has to be done whether the device is there or not.
    void onCloseAlways(final Runnable step) {
        undo.add(step);
    }

    /// {@return the registers}
    PciBar bar() {
        return bar;
    }

    /// {@return how commands are executed}
    QueueChannel channel() {
        return channel;
    }

    /// {@return the pages of the firmware}
    FirmwarePages pages() {
        return pages;
    }

    /// {@return what the function can do}
    Capabilities capabilities() {
        return capabilities;
    }

    /// {@return whether it is there}
    Presence presence() {
        return presence;
    }

    /// {@return where memory comes from}
    EalMemory memory() {
        return memory;
    }

    /// {@return the name, for messages}
    String name() {
        return name;
    }

    /// {@return the version of the firmware, as in `14.12.1220`}
    String firmwareVersion() {
        final int first = bar.read32Be(InitSegment.FW_REV_MAJOR.offset());
        final int second = bar.read32Be(InitSegment.FW_REV_SUBMINOR.offset());
        return (first & 0xffff) + "." + (first >>> 16) + "." + String.format("%04d", second & 0xffff);
    }

    @Override
    public void close() {
        try {
            silence();
        } finally {
            undo.close();
        }
    }
}
