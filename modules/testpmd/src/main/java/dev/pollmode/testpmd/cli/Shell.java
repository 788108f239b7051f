package dev.pollmode.testpmd.cli;

/// Where commands are typed.
public interface Shell extends AutoCloseable {
    /// Somebody pressed Ctrl-C in place of a command.
    final class Interrupted extends Exception {
        private static final long serialVersionUID = 1;

        /// Ctrl-C.
        public Interrupted() {
            super(null, null, false, false);
        }
    }

    /// Reads a line.
    ///
    /// @param prompt what stands in front of it
    /// @return the line, or null at the end of the input
    /// @throws Interrupted when Ctrl-C was pressed
    String read(String prompt) throws Interrupted;

    @Override
    void close();
}
