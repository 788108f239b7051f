package dev.pollmode.ethdev;

import dev.pollmode.eal.Interrupts;
import dev.pollmode.sys.Epoll;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/// Waits for packets of a receiving queue in place of polling it, for applications that would rather sleep.
///
/// The thread of interrupts watches the queue; the thread that waits is parked, so a virtual one gives its carrier free.
/// After packets came poll until a burst is empty, then wait again:
///
/// ```java
/// RxWaiter waiter = RxWaiter.of(port, 0);
/// while (waiter.await(Duration.ofSeconds(1))) {
///     for (int n = rx.rxBurst(burst, 0, 32); n > 0; n = rx.rxBurst(burst, 0, 32)) { … }
/// }
/// ```
///
/// Used by one thread at a time, not by callbacks of interrupts and alarms.
public final class RxWaiter {
    private final Interrupts interrupts;
    private final RxInterrupts source;
    private final int queue;

    private RxWaiter(final Interrupts interrupts, final RxInterrupts source, final int queue) {
        this.interrupts = interrupts;
        this.source = source;
        this.queue = queue;
    }

    /// {@return waits for packets of a queue}
    ///
    /// @param port the port, configured
    /// @param queue the index of the queue
    /// @throws EthDevException ENOTSUP when the port cannot tell, EINVAL when there is no such queue
    public static RxWaiter of(final EthDev port, final int queue) {
        final RxInterrupts source = port.capability(RxInterrupts.class);
        source.interruptFd(queue);
        return new RxWaiter(port.events().eal().interrupts(), source, queue);
    }

    /// Waits until packets may be there.
    ///
    /// @param timeout how long at most
    /// @return false when none came in time
    /// @throws InterruptedException when the waiting thread is interrupted
    /// @throws EthDevException when the port was closed
    public boolean await(final Duration timeout) throws InterruptedException {
        final CountDownLatch came = new CountDownLatch(1);
        source.rxInterrupt(queue, true);
        // Closing waits for the callback, which does not wait.
        try (Interrupts.Registration _ = interrupts.register(source.interruptFd(queue), Epoll.EPOLLIN | Epoll.EPOLLONESHOT, came::countDown)) {
            return came.await(timeout.toNanos(), TimeUnit.NANOSECONDS);
        } finally {
            source.rxInterrupt(queue, false);
        }
    }
}
