package dev.pollmode.testpmd;

/// Testpmd cannot start as it was asked to. The message names the wrong word.
final class StartupException extends RuntimeException {
    private static final long serialVersionUID = 1;

    StartupException(final String message) {
        super(message);
    }

    StartupException(final String message, final Throwable cause) {
        super(message, cause);
    }
}
