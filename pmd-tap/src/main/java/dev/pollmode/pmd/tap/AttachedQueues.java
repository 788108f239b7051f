package dev.pollmode.pmd.tap;

import dev.pollmode.sys.EbpfProgram;
import dev.pollmode.sys.Errno;
import dev.pollmode.sys.SysException;
import dev.pollmode.sys.Tun;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/// The queues that the kernel gives frames to, in its order, and the program that brings it frames for some of them, see [Steering].
///
/// Guarded by [TapFiles].
final class AttachedQueues {
    private final Tun keeper;
    // Whether the kernel lets a program choose queues: Linux 4.16.
    private final boolean steerable;
    private final List<TapFile> order = new ArrayList<>();
    // The queues that frames are steered to, and what the program in the kernel knows of them.
    private Set<Integer> steered = Set.of();
    private Map<Integer, Integer> known = Map.of();

    /// Takes the program off that a killed process may have left with a persistent interface.
    ///
    /// @param keeper a descriptor of the interface
    AttachedQueues(final Tun keeper) {
        this.keeper = keeper;
        steerable = canSteer(keeper);
    }

    private static boolean canSteer(final Tun tun) {
        try {
            tun.steering(null);
            return true;
        } catch (final SysException e) {
            return false;
        }
    }

    /// A queue was attached: it is the last.
    void add(final TapFile file) {
        order.add(file);
        steer();
    }

    /// A queue was detached, or closed: the kernel puts the last in its place.
    void remove(final TapFile file) {
        final int place = order.indexOf(file);
        if (place >= 0) {
            order.set(place, order.getLast());
            order.removeLast();
            steer();
        }
    }

    /// Makes sure that frames can be steered.
    ///
    /// @throws SysException when the kernel can't, or we may not
    void requireSteering() {
        if (!steerable) {
            throw new SysException("ioctl(TUNSETSTEERINGEBPF, " + keeper.name() + ")", Errno.EINVAL, "it came with Linux 4.16");
        }
        Steering.load(Map.of()).close();
    }

    /// Steers frames of the class of a queue into it. The kernel spreads those for queues that are detached.
    ///
    /// @param queues the indexes of the queues
    void steer(final Set<Integer> queues) {
        steered = Set.copyOf(queues);
        steer();
    }

    private void steer() {
        final Map<Integer, Integer> wanted = new TreeMap<>();
        for (int number = 0; order.size() > 1 && number < order.size(); number++) {
            if (steered.contains(order.get(number).queue())) {
                wanted.put(order.get(number).queue(), number);
            }
        }
        if (wanted.equals(known)) {
            return;
        }
        try (EbpfProgram program = wanted.isEmpty() ? null : Steering.load(wanted)) {
            keeper.steering(program);
        } catch (final SysException e) {
            // An interface that was deleted has no frames to steer.
            if (e.errno() != Errno.EBADFD) {
                throw e;
            }
        }
        known = wanted;
    }
}
