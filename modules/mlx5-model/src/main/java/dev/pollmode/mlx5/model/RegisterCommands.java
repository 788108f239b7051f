package dev.pollmode.mlx5.model;

import dev.pollmode.mlx5.prm.AccessRegister;
import dev.pollmode.mlx5.prm.Command;
import dev.pollmode.mlx5.prm.CommandHeader;
import dev.pollmode.mlx5.prm.PaosReg;
import dev.pollmode.mlx5.prm.PmtuReg;
import dev.pollmode.mlx5.prm.PpcntReg;
import dev.pollmode.mlx5.prm.PtysReg;
import dev.pollmode.mlx5.prm.RegisterId;
import dev.pollmode.mlx5.prm.Struct;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/// Registers of the device and of its port. A virtual function reads the port; what it writes there has no effect.
/// Groups of port counters that are not kept here read as zeros.
final class RegisterCommands {
    private static final int REGISTER_LENGTH = 0x110;
    private static final int UP = 1;
    private static final int DOWN = 2;
    /// 25GBASE-CR.
    private static final int SPEED = 0x0800_0000;
    private static final int DESCRIPTION_LENGTH = 64;
    private static final int GROUP_IEEE = 0;
    private static final int GROUP_RFC_2863 = 1;

    private final Hca hca;

    RegisterCommands(final Hca hca, final CommandTable table) {
        this.hca = hca;
        table.addShort(Command.ACCESS_REGISTER, Phase.ENABLED, 2, this::access);
    }

    private void access(final Struct in, final Struct out) throws CommandFailure {
        final boolean reads = in.get(CommandHeader.OP_MOD) == RegisterId.READ;
        final Struct sent = Struct.of(new byte[REGISTER_LENGTH]);
        final int offset = AccessRegister.In.REGISTER_DATA.offset();
        for (int i = 0; i < Math.min(REGISTER_LENGTH, in.length() - offset); i++) {
            sent.setByte(i, in.getByte(offset + i));
        }
        final Struct answer = Struct.of(sent.toByteArray());
        switch (in.get(AccessRegister.In.REGISTER_ID)) {
            case RegisterId.HOST_ENDIANNESS, RegisterId.PMAOS, RegisterId.PFCC, RegisterId.PPLR, RegisterId.PCAM -> {
            }
            case RegisterId.PMTU -> mtu(answer);
            case RegisterId.PAOS -> state(answer);
            case RegisterId.PTYS -> speed(answer);
            case RegisterId.PPCNT -> counters(answer);
            case RegisterId.NODE_DESC -> describe(answer);
            default -> throw CommandFailure.parameter("no such register");
        }
        final int count = Math.min(REGISTER_LENGTH, out.length() - AccessRegister.Out.REGISTER_DATA.offset());
        for (int i = 0; reads && i < count; i++) {
            out.setByte(AccessRegister.Out.REGISTER_DATA.offset() + i, answer.getByte(i));
        }
    }

    private void mtu(final Struct register) {
        register.set(PmtuReg.MAX_MTU, Vport.MAX_MTU).set(PmtuReg.ADMIN_MTU, Vport.MAX_MTU).set(PmtuReg.OPER_MTU, Vport.MAX_MTU);
    }

    private void state(final Struct register) {
        register.set(PaosReg.ADMIN_STATUS, UP).set(PaosReg.OPER_STATUS, hca.vport.isUp() ? UP : DOWN);
    }

    private void speed(final Struct register) {
        register.set(PtysReg.ETH_PROTO_CAPABILITY, SPEED).set(PtysReg.ETH_PROTO_ADMIN, SPEED)
            .set(PtysReg.ETH_PROTO_OPER, hca.vport.isUp() ? SPEED : 0);
    }

    private static void describe(final Struct register) {
        final byte[] text = "ConnectX model".getBytes(StandardCharsets.US_ASCII);
        System.arraycopy(Arrays.copyOf(text, DESCRIPTION_LENGTH), 0, register.array(), 0, DESCRIPTION_LENGTH);
    }

    private void counters(final Struct register) {
        final int group = register.get(PpcntReg.GRP);
        final Vport vport = hca.vport;
        final Struct set = register.at(PpcntReg.COUNTER_SET);
        for (int i = 0; i < set.length(); i++) {
            set.setByte(i, 0);
        }
        final long receivedFrames = vport.receivedUnicast.packets + vport.receivedMulticast.packets + vport.receivedBroadcast.packets;
        final long sentFrames = vport.transmittedUnicast.packets + vport.transmittedMulticast.packets + vport.transmittedBroadcast.packets;
        final long receivedOctets = octets(vport.receivedUnicast, vport.receivedMulticast, vport.receivedBroadcast) + receivedFrames * Vport.FCS_LENGTH;
        final long sentOctets = octets(vport.transmittedUnicast, vport.transmittedMulticast, vport.transmittedBroadcast) + sentFrames * Vport.FCS_LENGTH;
        if (group == GROUP_IEEE) {
            // Frames sent and received, then octets sent and received, multicasts and broadcasts sent and received.
            final long[] values = {sentFrames, receivedFrames, 0, 0, sentOctets, receivedOctets, vport.transmittedMulticast.packets,
                vport.transmittedBroadcast.packets, vport.receivedMulticast.packets, vport.receivedBroadcast.packets};
            put(set, values);
        } else if (group == GROUP_RFC_2863) {
            final long[] values = {receivedOctets, vport.receivedUnicast.packets, vport.receiveDropped, vport.receivedErrors, 0, sentOctets,
                vport.transmittedUnicast.packets, 0, vport.transmitErrors, vport.receivedMulticast.packets, vport.receivedBroadcast.packets,
                vport.transmittedMulticast.packets, vport.transmittedBroadcast.packets};
            put(set, values);
        }
    }

    private static long octets(final Counter... counters) {
        long octets = 0;
        for (final Counter counter : counters) {
            octets += counter.octets;
        }
        return octets;
    }

    private static void put(final Struct set, final long[] values) {
        for (int i = 0; i < values.length; i++) {
            set.setLong(i * Long.BYTES, values[i]);
        }
    }
}
