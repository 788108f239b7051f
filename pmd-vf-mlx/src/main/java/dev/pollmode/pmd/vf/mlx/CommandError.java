package dev.pollmode.pmd.vf.mlx;

import dev.pollmode.ethdev.EthDevException;
import dev.pollmode.mlx5.prm.Command;
import dev.pollmode.mlx5.prm.CommandHeader;
import dev.pollmode.mlx5.prm.CommandStatus;
import dev.pollmode.mlx5.prm.DeliveryStatus;
import dev.pollmode.mlx5.prm.Struct;
import dev.pollmode.sys.Errno;
import java.time.Duration;
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
    ///
    /// @param device name of the device
    static EthDevException status(final String device, final Struct in, final Struct out) {
        final int status = out.get(CommandHeader.STATUS);
        return of(device, in, errno(status), "the device answers " + CommandStatus.text(status) + ", syndrome 0x"
            + Integer.toHexString(out.get(CommandHeader.SYNDROME)) + remedy(status));
    }

    /// {@return what is thrown when the device went}
    static EthDevException gone(final String device, final Struct in) {
        return of(device, in, Errno.ENODEV, "the device is gone; close the port, and plug the device when it is back");
    }

    /// {@return what is thrown when the device was silent too long}
    static EthDevException timeout(final String device, final Struct in, final Duration patience) {
        return of(device, in, Errno.ETIMEDOUT, "no answer within " + patience.toMillis()
            + " ms and the device is given up; close the port, which resets the device, and plug it again");
    }

    /// {@return what is thrown when the device could not read a command}
    static EthDevException notDelivered(final String device, final Struct in, final int delivery) {
        return of(device, in, Errno.EIO, "not delivered: " + DeliveryStatus.text(delivery));
    }

    private static EthDevException of(final String device, final Struct in, final int errno, final String text) {
        return new EthDevException(errno, device + ": " + name(in) + ": " + Errno.name(errno) + ", " + text);
    }

    private static String remedy(final int status) {
        return switch (status) {
            case CommandStatus.NO_RESOURCES, CommandStatus.LIMIT_EXCEEDED ->
                "; use fewer queues, addresses or VLANs, or give the Eal more memory for the firmware's pages";
            case CommandStatus.INTERNAL_ERROR -> "; close the port, which resets the device, and plug it again";
            default -> "";
        };
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
