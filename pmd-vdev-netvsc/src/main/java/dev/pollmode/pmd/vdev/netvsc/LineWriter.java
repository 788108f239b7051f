package dev.pollmode.pmd.vdev.netvsc;

import dev.pollmode.sys.Errno;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;

/// Writes whole lines to somebody who may not be reading.
final class LineWriter {
    /// Where the bytes go.
    @FunctionalInterface
    interface Sink {
        /// Writes what there is room for.
        ///
        /// @param text ASCII
        /// @return how many bytes were written, or `-errno`
        long write(String text);
    }

    private final Sink sink;
    private final Logger log;
    private int lastErrno;

    LineWriter(final Sink sink, final Logger log) {
        this.sink = sink;
        this.log = log;
    }

    /// Writes a line. One that does not fit is ended at once, so that the rest of the next is not taken for its own.
    ///
    /// @param line    without line feed
    /// @param purpose what could not be done, for the message when it fails
    /// @return whether the line was written; else it may be tried again
    boolean write(final String line, final String purpose) {
        final long written = sink.write(line + "\n");
        if (written > line.length()) {
            lastErrno = 0;
            return true;
        }
        if (written >= 0) {
            sink.write("\n"); // when there is no room for this either, there is nothing more to be done
        } else {
            onFailure((int) -written, purpose);
        }
        return false;
    }

    /// A full pipe is no trouble: the line is written in a later round. Trouble that stays is told once.
    private void onFailure(final int errno, final String purpose) {
        if (errno != Errno.EAGAIN && errno != Errno.EINTR && errno != lastErrno) {
            lastErrno = errno;
            log.log(Level.WARNING, purpose + ": write: " + Errno.name(errno) + " (" + Errno.text(errno) + ")");
        }
    }
}
