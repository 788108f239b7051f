package dev.pollmode.pmd.vf.mlx;

import dev.pollmode.ethdev.EthDevException;
import dev.pollmode.mlx5.prm.Layout;
import dev.pollmode.mlx5.prm.Struct;

/// A way to have commands executed by the firmware of a device.
///
/// The channel over the device's own command queue is [QueueChannel]; others may stand in its place. Any thread may call; commands
/// are executed one after the other.
interface CommandChannel {
    /// Executes a command.
    ///
    /// @param in the input, opcode included
    /// @param outLength length of the output in bytes, lists included
    /// @return the output
    /// @throws EthDevException naming the command and what the device answered, when it failed or the device is gone
    Struct execute(Struct in, int outLength);

    /// Executes a command whose output has no lists.
    ///
    /// @param in the input, opcode included
    /// @param out the layout of the output
    /// @return the output
    default Struct execute(final Struct in, final Layout out) {
        return execute(in, out.size());
    }

    /// {@return whether the device answers no more: what it held is free without a command}
    boolean isGone();
}
