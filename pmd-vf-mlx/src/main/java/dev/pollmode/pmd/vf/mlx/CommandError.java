package dev.pollmode.pmd.vf.mlx;

import dev.pollmode.ethdev.EthDevException;
import dev.pollmode.mlx5.prm.Command;
import dev.pollmode.mlx5.prm.CommandHeader;
import dev.pollmode.mlx5.prm.CommandStatus;
import dev.pollmode.mlx5.prm.Struct;
import dev.pollmode.sys.Errno;
import java.util.Arrays;

/// What is thrown when a command fails.
final class CommandError {
    private CommandError() {
    }

    /// {@return the name of the command in an input}
    static String name(final Struct in) {
        final int opcode = in.get(CommandHeader.OPCODE);
        return Arrays.stream(Command.values()).filter(command -> command.opcode() == opcode).map(Enum::name).findFirst()
            .orElse("command 0x" + Integer.toHexString(opcode));
    }

    /// {@return what an answer that is not OK means}
    static EthDevException status(final Struct in, final Struct out) {
        final int status = out.get(CommandHeader.STATUS);
        return new EthDevException(errno(status), name(in) + ": " + Errno.name(errno(status)) + ", the device answers "
            + CommandStatus.text(status) + ", syndrome 0x" + Integer.toHexString(out.get(CommandHeader.SYNDROME)));
    }

    static EthDevException gone(final Struct in) {
        return new EthDevException(Errno.ENODEV, name(in) + ": ENODEV, the device is gone");
    }

    private static int errno(final int status) {
        return switch (status) {
            case CommandStatus.BAD_OPCODE -> Errno.ENOTSUP;
            case CommandStatus.BAD_PARAMETER, CommandStatus.BAD_RESOURCE, CommandStatus.BAD_INDEX -> Errno.EINVAL;
            case CommandStatus.RESOURCE_BUSY -> Errno.EBUSY;
            case CommandStatus.LIMIT_EXCEEDED, CommandStatus.NO_RESOURCES -> Errno.ENOMEM;
            default -> Errno.EIO;
        };
    }
}
