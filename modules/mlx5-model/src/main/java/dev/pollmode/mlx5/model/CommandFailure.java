package dev.pollmode.mlx5.model;

import dev.pollmode.mlx5.prm.CommandStatus;

/// Why a command was refused: the status and syndrome of its answer.
final class CommandFailure extends Exception {
    private static final long serialVersionUID = 1;

    private final int status;
    private final int syndrome;

    CommandFailure(final int status, final String reason) {
        super(reason, null, false, false);
        this.status = status;
        // Firmware has a number for each reason; ours is derived from the reason, so that equal reasons have equal numbers.
        this.syndrome = reason.hashCode() & 0xffffff | 0x1;
    }

    int status() {
        return status;
    }

    int syndrome() {
        return syndrome;
    }

    static CommandFailure parameter(final String reason) {
        return new CommandFailure(CommandStatus.BAD_PARAMETER, reason);
    }

    static CommandFailure resource(final String reason) {
        return new CommandFailure(CommandStatus.BAD_RESOURCE, reason);
    }

    static void require(final boolean condition, final String reason) throws CommandFailure {
        if (!condition) {
            throw parameter(reason);
        }
    }

    static void require(final boolean condition, final int status, final String reason) throws CommandFailure {
        if (!condition) {
            throw new CommandFailure(status, reason);
        }
    }
}
