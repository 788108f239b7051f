package dev.pollmode.eal;

import dev.pollmode.sys.Epoll;
import dev.pollmode.sys.TimerFd;

/// Brings the interrupt thread to the alarms when one is due: a timer among its descriptors.
final class AlarmWaker {
    private final TimerFd timer;
    private final Interrupts.Registration registration;

    /// @param body runs on the interrupt thread
    AlarmWaker(final Interrupts interrupts, final Runnable body) {
        timer = TimerFd.create();
        try {
            registration = interrupts.register(timer.fd().number(), Epoll.EPOLLIN, () -> {
                timer.expirations(); // makes the descriptor silent again
                body.run();
            });
        } catch (final RuntimeException e) {
            timer.close();
            throw e;
        }
    }

    /// Runs the body once when the time has passed; what was asked before is forgotten.
    void wakeAfter(final long delayNs) {
        timer.expireAfter(delayNs);
    }

    void wakeNow() {
        timer.expireAfter(0);
    }

    void close() {
        registration.close();
        timer.close();
    }
}
