package dev.pollmode.testpmd.spi;

/// A command could not do what it was asked for. The message is shown as it is; its first line is that of C DPDK's
/// testpmd, further ones say more.
public final class CommandException extends RuntimeException {
    private static final long serialVersionUID = 1;

    /// Says why.
    ///
    /// @param message one or more lines
    public CommandException(final String message) {
        super(message);
    }

    /// Says why, in the words of another failure: below the line that C DPDK's testpmd prints.
    ///
    /// @param line what C DPDK's testpmd prints
    /// @param cause what was behind it
    public CommandException(final String line, final Throwable cause) {
        super(line + "\n  " + cause.getMessage(), cause);
    }
}
