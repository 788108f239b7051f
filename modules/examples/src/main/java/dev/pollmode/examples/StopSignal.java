package dev.pollmode.examples;

/// Asks the main thread to stop at SIGINT or SIGTERM, and lets the JVM end only when it has put everything back.
final class StopSignal {
    private static final long PATIENCE_MS = 10_000;

    private final Thread main = Thread.currentThread();
    private volatile boolean asked;

    private StopSignal() {
    }

    /// {@return asked from now on; the calling thread is the one waited for}
    static StopSignal install() {
        final StopSignal stop = new StopSignal();
        Runtime.getRuntime().addShutdownHook(new Thread(stop::ask, "stop"));
        return stop;
    }

    private void ask() {
        asked = true;
        try {
            main.join(PATIENCE_MS);
        } catch (final InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    boolean isAsked() {
        return asked;
    }
}
