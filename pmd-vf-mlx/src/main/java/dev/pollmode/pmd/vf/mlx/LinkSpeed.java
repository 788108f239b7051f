package dev.pollmode.pmd.vf.mlx;

import dev.pollmode.ethdev.EthDevException;
import dev.pollmode.ethdev.Link;
import dev.pollmode.mlx5.prm.AccessRegister;
import dev.pollmode.mlx5.prm.CommandHeader;
import dev.pollmode.mlx5.prm.PtysReg;
import dev.pollmode.mlx5.prm.RegisterId;
import dev.pollmode.mlx5.prm.Struct;

/// The speed of the link, from the register of the physical port, where the function may read it.
///
/// The register has a bit for each kind of Ethernet (Linux knows them as `MLX5E_1000BASE_CX_SGMII` and so on). A function that may not read it is
/// asked once only, and the speed is unknown then, as in C.
final class LinkSpeed {
    private static final int PORT = 1;
    private static final int ETHERNET = 4;
    /// In Mbit/s, by bit; 0 where a bit has no meaning.
    private static final int[] SPEEDS = {1_000, 1_000, 10_000, 10_000, 10_000, 20_000, 40_000, 40_000, 56_000, 0, 0, 0, 10_000, 10_000, 10_000,
        40_000, 40_000, 0, 50_000, 0, 100_000, 100_000, 100_000, 100_000, 100, 1_000, 10_000, 25_000, 25_000, 25_000, 50_000, 50_000};

    private final CommandChannel channel;
    private boolean refused;

    LinkSpeed(final CommandChannel channel) {
        this.channel = channel;
    }

    /// {@return the speed in Mbit/s, or [Link#UNKNOWN_SPEED]}
    int read() {
        if (refused) {
            return Link.UNKNOWN_SPEED;
        }
        final Struct in = AccessRegister.In.LAYOUT.allocate(PtysReg.LAYOUT.size()).set(CommandHeader.OP_MOD, RegisterId.READ)
            .set(AccessRegister.In.REGISTER_ID, RegisterId.PTYS);
        in.from(AccessRegister.In.REGISTER_DATA.offset()).set(PtysReg.LOCAL_PORT, PORT).set(PtysReg.PROTO_MASK, ETHERNET);
        try {
            final Struct out = channel.execute(in, AccessRegister.Out.LAYOUT.size() + PtysReg.LAYOUT.size());
            return of(out.from(AccessRegister.Out.REGISTER_DATA.offset()).get(PtysReg.ETH_PROTO_OPER));
        } catch (final EthDevException e) {
            if (channel.isGone()) {
                throw e;
            }
            refused = true;
            return Link.UNKNOWN_SPEED;
        }
    }

    /// {@return the speed of a kind of Ethernet}
    ///
    /// @param kinds a bit for each; the first counts
    static int of(final int kinds) {
        final int speed = kinds == 0 ? 0 : SPEEDS[Integer.numberOfTrailingZeros(kinds)];
        return speed == 0 ? Link.UNKNOWN_SPEED : speed;
    }
}
