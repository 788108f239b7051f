package dev.pollmode.pmd.vf.mlx;

import dev.pollmode.bus.pci.PciAccess;
import dev.pollmode.bus.pci.PciBar;
import dev.pollmode.eal.EalMemory;
import dev.pollmode.ethdev.EthDevException;
import dev.pollmode.mlx5.prm.AccessRegister;
import dev.pollmode.mlx5.prm.CommandHeader;
import dev.pollmode.mlx5.prm.DisableHca;
import dev.pollmode.mlx5.prm.EnableHca;
import dev.pollmode.mlx5.prm.InitHca;
import dev.pollmode.mlx5.prm.InitSegment;
import dev.pollmode.mlx5.prm.QueryIssi;
import dev.pollmode.mlx5.prm.RegisterId;
import dev.pollmode.mlx5.prm.SetIssi;
import dev.pollmode.mlx5.prm.Struct;
import dev.pollmode.mlx5.prm.TeardownHca;
import dev.pollmode.sys.Errno;
import java.lang.System.Logger;
import java.nio.ByteOrder;
import java.time.Duration;

/// The function from its first register to "initialised", and back.
///
/// Once the device is gone, closing sends no command and frees all memory.
final class Hca implements AutoCloseable {
    private static final int ISSI = 1;
    private static final int REGISTER_LENGTH = 16;
    private static final int BIG_ENDIAN_HOST = 0x80;

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
            capabilities = bringUp();
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

    private Capabilities bringUp() {
        channel.execute(EnableHca.In.LAYOUT.allocate(), EnableHca.Out.LAYOUT);
        onClose(() -> channel.execute(DisableHca.In.LAYOUT.allocate(), DisableHca.Out.LAYOUT));
        onClose(pages::reclaim);
        chooseIssi();
        pages.serve(FirmwarePages.BOOT);
        setEndianness();
        Capabilities.choose(channel);
        pages.serve(FirmwarePages.INIT);
        channel.execute(InitHca.In.LAYOUT.allocate(), InitHca.Out.LAYOUT);
        onClose(() -> channel.execute(TeardownHca.In.LAYOUT.allocate(), TeardownHca.Out.LAYOUT));
        pages.serve(FirmwarePages.REGULAR);
        return Capabilities.read(channel, name);
    }

    private void chooseIssi() {
        final int supported;
        try {
            supported = channel.execute(QueryIssi.In.LAYOUT.allocate(), QueryIssi.Out.LAYOUT).get(QueryIssi.Out.SUPPORTED_ISSI_DW0);
        } catch (final EthDevException e) {
            if (e.errno() == Errno.ENOTSUP) {
                // Old firmware does not know the command and speaks the first dialect.
                return;
            }
            throw e;
        }
        if ((supported & 1 << ISSI) == 0) {
            throw new EthDevException(Errno.ENOTSUP, name + ": ENOTSUP, the firmware supports interfaces 0x" + Integer.toHexString(supported)
                + ", not " + ISSI);
        }
        channel.execute(SetIssi.In.LAYOUT.allocate().set(SetIssi.In.CURRENT_ISSI, ISSI), SetIssi.Out.LAYOUT);
    }

    private void setEndianness() {
        final Struct in = AccessRegister.In.LAYOUT.allocate(REGISTER_LENGTH).set(CommandHeader.OP_MOD, RegisterId.WRITE)
            .set(AccessRegister.In.REGISTER_ID, RegisterId.HOST_ENDIANNESS);
        in.setByte(AccessRegister.In.REGISTER_DATA.offset(), ByteOrder.nativeOrder() == ByteOrder.BIG_ENDIAN ? BIG_ENDIAN_HOST : 0);
        channel.execute(in, AccessRegister.Out.LAYOUT.size() + REGISTER_LENGTH);
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
