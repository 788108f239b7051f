package dev.pollmode.pmd.vf.mlx;

import dev.pollmode.ethdev.EthDevException;
import dev.pollmode.mlx5.prm.AccessRegister;
import dev.pollmode.mlx5.prm.CommandHeader;
import dev.pollmode.mlx5.prm.DisableHca;
import dev.pollmode.mlx5.prm.EnableHca;
import dev.pollmode.mlx5.prm.HcaCap;
import dev.pollmode.mlx5.prm.InitHca;
import dev.pollmode.mlx5.prm.QueryIssi;
import dev.pollmode.mlx5.prm.RegisterId;
import dev.pollmode.mlx5.prm.SetDriverVersion;
import dev.pollmode.mlx5.prm.SetIssi;
import dev.pollmode.mlx5.prm.Struct;
import dev.pollmode.mlx5.prm.TeardownHca;
import dev.pollmode.sys.Errno;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.function.Consumer;

/// The commands that bring a function up, in the order of the public drivers, whatever the way they go.
final class BringUp {
    static final String DRIVER_VERSION = "Pollmode,net_mlx5_vf,0.1.0";
    private static final int ISSI = 1;
    private static final int REGISTER_LENGTH = 16;
    private static final int BIG_ENDIAN_HOST = 0x80;

    private final CommandChannel channel;
    private final FirmwarePages pages;
    private final String name;
    private final Logger log;

    /// @param name of the device, for messages
    BringUp(final CommandChannel channel, final FirmwarePages pages, final String name, final Logger log) {
        this.channel = channel;
        this.pages = pages;
        this.name = name;
        this.log = log;
    }

    /// Brings the function up.
    ///
    /// @param onClose gets the commands that undo it
    /// @return what it can do
    Capabilities run(final Consumer<Runnable> onClose) {
        channel.execute(EnableHca.In.LAYOUT.allocate(), EnableHca.Out.LAYOUT);
        onClose.accept(() -> channel.execute(DisableHca.In.LAYOUT.allocate(), DisableHca.Out.LAYOUT));
        onClose.accept(pages::reclaim);
        chooseIssi();
        pages.serve(FirmwarePages.BOOT);
        setEndianness();
        Capabilities.choose(channel);
        pages.serve(FirmwarePages.INIT);
        channel.execute(InitHca.In.LAYOUT.allocate(), InitHca.Out.LAYOUT);
        onClose.accept(() -> channel.execute(TeardownHca.In.LAYOUT.allocate(), TeardownHca.Out.LAYOUT));
        pages.serve(FirmwarePages.REGULAR);
        final Capabilities capabilities = Capabilities.read(channel, name);
        if (capabilities.general().is(HcaCap.DRIVER_VERSION)) {
            tellVersion();
        }
        return capabilities;
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

    /// For the logs of the firmware; one that does not want to know works all the same.
    private void tellVersion() {
        final Struct in = SetDriverVersion.In.LAYOUT.allocate();
        in.set(SetDriverVersion.In.DRIVER_VERSION, Struct.of(DRIVER_VERSION.getBytes(StandardCharsets.US_ASCII)));
        try {
            channel.execute(in, SetDriverVersion.Out.LAYOUT);
        } catch (final EthDevException e) {
            if (channel.isGone()) {
                throw e;
            }
            log.log(Level.DEBUG, () -> "the firmware takes no version of its driver: " + e.getMessage());
        }
    }
}
