package dev.pollmode.pmd.failsafe;

import dev.pollmode.ethdev.EthDevException;
import dev.pollmode.ethdev.RxInterrupts;
import dev.pollmode.sys.Epoll;
import dev.pollmode.sys.Errno;
import dev.pollmode.sys.SysException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.BitSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/// Descriptors that are readable while a receiving queue of the port has packets, for as long as the port lives, whichever sub-devices
/// come and go.
///
/// Each is an epoll instance over the descriptors of the sub-devices' queues; the kernel lets one be waited for like any other
/// descriptor (epoll(7)), so no thread stands between. Runs under the control lock.
final class RxSignals implements AutoCloseable {
    private final String portName;
    private final Logger log;
    private final Map<Integer, Epoll> sets = new TreeMap<>();
    // By sub-device, then by queue: what was added to the set of the queue.
    private final Map<SubDevice, Map<Integer, Integer>> members = new HashMap<>();
    private final BitSet armed = new BitSet();

    RxSignals(final String portName, final Logger log) {
        this.portName = portName;
        this.log = log;
    }

    /// {@return the descriptor of a queue}
    int descriptor(final int queue) {
        return set(queue).fd().number();
    }

    private Epoll set(final int queue) {
        return sets.computeIfAbsent(queue, key -> Epoll.create(1));
    }

    /// Lets packets make the descriptor of a queue readable, from now on and also those of sub-devices that come later.
    ///
    /// @param running the sub-devices that are received from
    /// @throws EthDevException ENOTSUP when there are some and none can tell of packets
    void arm(final int queue, final List<SubDevice> running) {
        boolean any = running.isEmpty();
        for (final SubDevice sub : running) {
            any |= join(sub, queue);
        }
        if (!any) {
            throw new EthDevException(Errno.ENOTSUP, "rx interrupt of queue " + queue + " of " + portName + ": ENOTSUP, none of " + running
                + " has RxInterrupts");
        }
        armed.set(queue);
    }

    /// Lets packets of a queue wake nobody.
    void disarm(final int queue) {
        armed.clear(queue);
        List.copyOf(members.keySet()).forEach(sub -> leave(sub, queue));
    }

    /// Has a sub-device that runs now wake whoever waits.
    void join(final SubDevice sub) {
        armed.stream().filter(queue -> !join(sub, queue)).forEach(queue -> log.log(Level.WARNING, portName + ": " + sub
            + " has no RxInterrupts: what it receives on queue " + queue + " wakes nobody"));
    }

    private boolean join(final SubDevice sub, final int queue) {
        final Optional<RxInterrupts> interrupts = sub.port().findCapability(RxInterrupts.class);
        if (interrupts.isPresent() && !members.getOrDefault(sub, Map.of()).containsKey(queue)) {
            interrupts.get().rxInterrupt(queue, true);
            final int descriptor = interrupts.get().interruptFd(queue);
            set(queue).add(descriptor, Epoll.EPOLLIN, sub.index());
            members.computeIfAbsent(sub, key -> new TreeMap<>()).put(queue, descriptor);
        }
        return interrupts.isPresent();
    }

    /// Forgets a sub-device, before it is closed.
    void leave(final SubDevice sub) {
        List.copyOf(members.getOrDefault(sub, Map.of()).keySet()).forEach(queue -> leave(sub, queue));
        members.remove(sub);
    }

    private void leave(final SubDevice sub, final int queue) {
        final Integer descriptor = members.getOrDefault(sub, Map.of()).get(queue);
        if (descriptor == null) {
            return;
        }
        members.get(sub).remove(queue);
        try {
            set(queue).remove(descriptor);
            sub.port().findCapability(RxInterrupts.class).ifPresent(interrupts -> interrupts.rxInterrupt(queue, false));
        } catch (final SysException | EthDevException e) {
            // Its port was closed by somebody else: the kernel forgets closed descriptors by itself.
            log.log(Level.DEBUG, portName + ": " + sub + ": " + e.getMessage());
        }
    }

    /// Disarms all, since the queues are set up anew; the descriptors stay.
    void reset() {
        List.copyOf(members.keySet()).forEach(this::leave);
        armed.clear();
    }

    @Override
    public void close() {
        reset();
        sets.values().forEach(Epoll::close);
        sets.clear();
    }
}
