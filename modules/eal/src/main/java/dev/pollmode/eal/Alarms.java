package dev.pollmode.eal;

import static java.lang.System.Logger.Level.ERROR;

import dev.pollmode.sys.Errno;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.PriorityQueue;
import java.util.function.Consumer;
import java.util.function.Predicate;

/// Callbacks that run once after a delay, one at a time and in the order of their times, on the thread that also runs
/// interrupt callbacks ([Interrupts]).
///
/// A callback that throws is logged; the others go on. Delays are kept as finely as the kernel's timers are; time is that
/// of the [Clock] the [Eal] was made with. All methods may be called by any thread, also by callbacks.
public final class Alarms {
    static final long NEVER = Long.MAX_VALUE;

    private final Clock clock;
    private final Interrupts interrupts;
    private final AlarmWaker waker;
    private final System.Logger log;

    /// Guards all below; never held while a callback runs.
    private final Object lock = new Object();
    private final PriorityQueue<Alarm> pending = new PriorityQueue<>(Alarm::compareByTime);
    private Alarm running;
    private long sequence;
    private long roundsAsked;
    private long roundsDone;
    private boolean closed;

    /// @param interrupts the thread that runs the callbacks; stays the caller's
    Alarms(final Interrupts interrupts, final Clock clock, final System.Logger log) {
        this.clock = clock;
        this.interrupts = interrupts;
        this.log = log;
        waker = new AlarmWaker(interrupts, this::runDue);
        if (clock instanceof final TestClock test) {
            test.attach(this);
        }
    }

    /// Runs a callback once.
    ///
    /// @param delay    from now, at least a microsecond
    /// @param callback what to run
    /// @return the alarm, to be cancelled or asked for its state
    /// @throws EalException EINVAL when the delay is too short or too long, or the callback is null
    public Alarm set(final Duration delay, final Runnable callback) {
        return add(delay, callback, null, callback);
    }

    /// Runs a callback once with an argument.
    ///
    /// @param delay    from now, at least a microsecond
    /// @param callback what to run
    /// @param argument what it gets
    /// @param <T>      type of the argument
    /// @return the alarm, to be cancelled or asked for its state
    /// @throws EalException EINVAL when the delay is too short or too long, or the callback is null
    public <T> Alarm set(final Duration delay, final Consumer<? super T> callback, final T argument) {
        return add(delay, callback, argument, () -> callback.accept(argument));
    }

    /// Takes back one alarm. If its callback runs now, waits for its end, unless it is the callback that asks.
    ///
    /// @param alarm what [#set(Duration, Runnable)] returned
    /// @return 1 when it was taken back, 0 when it ran, runs or was cancelled before; [Alarm#state()] says which
    public int cancel(final Alarm alarm) {
        return cancelIf(candidate -> candidate == alarm);
    }

    /// Takes back all alarms of a callback, whatever their argument. If one runs now, waits for its end, unless it is the
    /// callback that asks; also one that the running callback sets meanwhile is taken back.
    ///
    /// @param callback the same object that was set
    /// @return how many were taken back
    public int cancelAll(final Object callback) {
        return cancelIf(candidate -> candidate.callback == callback);
    }

    /// Takes back all alarms of a callback with an argument, as [#cancelAll(Object)] does.
    ///
    /// @param callback the same object that was set
    /// @param argument the same object that was set
    /// @return how many were taken back
    public int cancelAll(final Object callback, final Object argument) {
        return cancelIf(candidate -> candidate.callback == callback && candidate.argument == argument);
    }

    /// {@return how many alarms wait for their time}
    public int pending() {
        synchronized (lock) {
            return pending.size();
        }
    }

    /// Cancels all alarms and waits for the one that runs. Called before the interrupt thread ends.
    void close() {
        if (clock instanceof final TestClock test) {
            test.detach(this);
        }
        synchronized (lock) {
            closed = true;
            lock.notifyAll();
        }
        cancelIf(candidate -> true);
        waker.close();
    }

    long nextDeadlineNs() {
        synchronized (lock) {
            return pending.isEmpty() ? NEVER : pending.peek().deadlineNs;
        }
    }

    void requireNoCallback() {
        if (interrupts.onThread()) {
            throw new IllegalStateException("a callback cannot advance the clock that it runs by");
        }
    }

    /// Has the interrupt thread run what is due, and waits for it.
    void runDueAndWait() {
        synchronized (lock) {
            final long round = ++roundsAsked;
            waker.wakeNow();
            Waiting.until(lock, () -> roundsDone >= round || closed);
        }
    }

    private Alarm add(final Duration delay, final Object callback, final Object argument, final Runnable body) {
        if (callback == null) {
            throw new EalException(Errno.EINVAL, "an alarm needs a callback");
        }
        final long delayNs = toNs(delay);
        synchronized (lock) {
            if (closed) {
                throw new IllegalStateException("the Eal of these alarms is closed");
            }
            final Alarm alarm = new Alarm(clock.nowNs() + delayNs, sequence++, callback, argument, body);
            pending.add(alarm);
            if (pending.peek() == alarm) {
                arm();
            }
            return alarm;
        }
    }

    private static long toNs(final Duration delay) {
        if (delay.compareTo(Duration.ofNanos(1_000)) < 0 || delay.compareTo(Duration.ofDays(36_500)) > 0) {
            throw new EalException(Errno.EINVAL, "alarm in %s: it must be at least 1 us and at most 100 years".formatted(delay));
        }
        return delay.toNanos();
    }

    private int cancelIf(final Predicate<Alarm> wanted) {
        synchronized (lock) {
            int cancelled = takeBack(wanted);
            // Again and again: the callback that is waited for may set further ones, and the next may have begun.
            while (running != null && wanted.test(running) && !interrupts.onThread()) {
                final Alarm waitedFor = running;
                Waiting.until(lock, () -> running != waitedFor);
                cancelled += takeBack(wanted);
            }
            return cancelled;
        }
    }

    private int takeBack(final Predicate<Alarm> wanted) {
        final List<Alarm> found = new ArrayList<>();
        pending.forEach(alarm -> {
            if (wanted.test(alarm)) {
                found.add(alarm);
            }
        });
        pending.removeAll(found);
        found.forEach(alarm -> alarm.state = Alarm.State.CANCELLED);
        return found.size();
    }

    /// Interrupt thread: runs what is due now, but not what those callbacks add, so that interrupts get their turn.
    private void runDue() {
        final long nowNs = clock.nowNs();
        final long asked;
        synchronized (lock) {
            asked = roundsAsked;
        }
        for (Alarm alarm = begin(nowNs); alarm != null; alarm = begin(nowNs)) {
            run(alarm);
        }
        synchronized (lock) {
            arm();
            roundsDone = asked;
            lock.notifyAll();
        }
    }

    private Alarm begin(final long nowNs) {
        synchronized (lock) {
            if (pending.isEmpty() || pending.peek().deadlineNs > nowNs) {
                return null;
            }
            running = pending.poll();
            running.state = Alarm.State.RUNNING;
            return running;
        }
    }

    private void run(final Alarm alarm) {
        try {
            alarm.body.run();
        } catch (final Throwable t) {
            log.log(ERROR, "alarm callback " + alarm.callback + " failed", t);
        }
        synchronized (lock) {
            alarm.state = Alarm.State.DONE;
            running = null;
            lock.notifyAll();
        }
    }

    /// Sets the timer to the first alarm. Under the lock. A [TestClock] comes by itself.
    private void arm() {
        if (clock == SystemClock.INSTANCE && !pending.isEmpty()) {
            waker.wakeAfter(Math.max(1, pending.peek().deadlineNs - clock.nowNs()));
        }
    }
}
