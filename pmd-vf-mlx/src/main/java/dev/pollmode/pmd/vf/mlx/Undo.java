package dev.pollmode.pmd.vf.mlx;

import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.ArrayDeque;
import java.util.Deque;

/// What has to be undone, the last first; what fails is logged and does not keep the rest.
final class Undo implements AutoCloseable {
    private final Deque<Runnable> steps = new ArrayDeque<>();
    private final Logger log;

    Undo(final Logger log) {
        this.log = log;
    }

    /// Notes a step.
    void add(final Runnable step) {
        steps.push(step);
    }

    /// Notes a command; it is left out when the device is gone by then.
    void add(final CommandChannel channel, final Runnable command) {
        add(() -> {
            if (!channel.isGone()) {
                command.run();
            }
        });
    }

    @Override
    public void close() {
        while (!steps.isEmpty()) {
            try {
                steps.pop().run();
            } catch (final RuntimeException e) {
                log.log(Level.WARNING, "while letting go of the device: " + e.getMessage());
            }
        }
    }
}
