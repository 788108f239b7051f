package dev.pollmode.pmd.tap;

import dev.pollmode.ethdev.EthDevException;
import dev.pollmode.sys.Errno;
import dev.pollmode.sys.NetNs;
import dev.pollmode.sys.SysException;
import dev.pollmode.sys.Tun;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/// The descriptors that hold the interface: one for each queue, and a keeper that keeps it while there is none. The keeper is
/// detached: the kernel gives it no frames, but it still tells where the interface is (`TUNGETDEVNETNS`).
///
/// Safe for use by several threads.
final class TapFiles implements AutoCloseable {
    private final TapKind kind;
    private final TapFeatures features;
    private final Tun keeper;
    // Whether the kernel can tell the namespace: Linux 5.7.
    private final boolean followable;
    private final List<TapFile> files = new ArrayList<>();
    private final AttachedQueues attached;

    private TapFiles(final TapKind kind, final TapFeatures features, final Tun keeper) {
        this.kind = kind;
        this.features = features;
        this.keeper = keeper;
        followable = canFollow(keeper);
        attached = new AttachedQueues(keeper);
        keeper.carrier(false);
        if (features.multiQueue()) {
            keeper.attached(false);
        }
    }

    /// Makes the interface, or opens a persistent one. It has no carrier yet.
    ///
    /// @param kind which kind
    /// @param name its name, with `%d` where the kernel shall put a number
    /// @param features what the kernel can do
    /// @return its descriptors: the keeper only
    static TapFiles open(final TapKind kind, final String name, final TapFeatures features) {
        final Tun keeper = Tun.open(name, kind.flag() | features.flags());
        try {
            return new TapFiles(kind, features, keeper);
        } catch (final RuntimeException e) {
            keeper.close();
            throw e;
        }
    }

    private static boolean canFollow(final Tun tun) {
        try {
            tun.netNamespace().close();
            return true;
        } catch (final SysException e) {
            return false;
        }
    }

    /// {@return the name the interface was given}
    String name() {
        return keeper.name();
    }

    /// Lets the interface outlive the port.
    void persist() {
        keeper.persistent(true);
    }

    /// Opens the descriptor of a queue, or joins who has opened it already.
    ///
    /// @param queue the index of the queue
    /// @param offloads which frames the kernel may leave unfinished, `TUN_F_` constants
    synchronized TapFile join(final int queue, final int offloads) {
        while (files.size() <= queue) {
            files.add(null);
        }
        final TapFile there = files.get(queue);
        if (there != null) {
            there.join();
            return there;
        }
        final TapFile file = features.multiQueue() ? new TapFile(queue, openQueue(offloads), features.headerLength(), true)
            : new TapFile(queue, keeper, features.headerLength(), false);
        file.join();
        files.set(queue, file);
        try {
            attached.add(file);
        } catch (final SysException e) {
            leave(file);
            throw e;
        }
        return file;
    }

    private Tun openQueue(final int offloads) {
        try (TapPlace place = locate().orElseThrow(() ->
                new EthDevException(Errno.ENODEV, "open a queue: ENODEV, interface " + keeper.name() + " was deleted"))) {
            final int flags = kind.flag() | features.flags();
            final Tun tun = place.namespace() == null ? Tun.open(place.name(), flags)
                : place.namespace().call(() -> Tun.open(place.name(), flags));
            try {
                if (features.vnetHeader()) {
                    tun.offload(offloads);
                }
                return tun;
            } catch (final RuntimeException e) {
                tun.close();
                throw e;
            }
        }
    }

    /// Closes the descriptor of a queue with its last user.
    synchronized void leave(final TapFile file) {
        if (file.leave()) {
            files.replaceAll(other -> other == file ? null : other);
            attached.remove(file);
        }
    }

    /// {@return where the interface is now; empty when it was deleted}
    synchronized Optional<TapPlace> locate() {
        if (!followable) {
            return Optional.of(new TapPlace(null, keeper.name()));
        }
        try {
            return Optional.of(place(keeper));
        } catch (final SysException e) {
            if (e.errno() == Errno.EBADFD) {
                return Optional.empty();
            }
            throw e;
        }
    }

    private static TapPlace place(final Tun tun) {
        final NetNs namespace = NetNs.of(tun.netNamespace());
        try {
            try (NetNs here = NetNs.current()) {
                if (here.isSameAs(namespace)) {
                    namespace.close();
                    return new TapPlace(null, tun.currentName());
                }
            }
            return new TapPlace(namespace, tun.currentName());
        } catch (final RuntimeException e) {
            namespace.close();
            throw e;
        }
    }

    /// {@return the queue of an index, if it is open}
    ///
    /// @param queue its index
    synchronized Optional<TapFile> file(final int queue) {
        return queue < files.size() ? Optional.ofNullable(files.get(queue)) : Optional.empty();
    }

    /// Lets the kernel give frames to a queue, or spread them over the others.
    ///
    /// @param queue the index of the queue
    /// @param on which
    synchronized void attached(final int queue, final boolean on) {
        file(queue).filter(file -> file.attached(on)).ifPresent(on ? attached::add : attached::remove);
    }

    /// Makes sure that frames can be steered into certain queues, see [AttachedQueues#requireSteering].
    void requireSteering() {
        attached.requireSteering();
    }

    /// Steers frames into certain queues, see [AttachedQueues#steer(Set)].
    synchronized void steer(final Set<Integer> queues) {
        attached.steer(queues);
    }

    /// Closes the keeper; with the last descriptor the kernel removes the interface, unless it is persistent.
    @Override
    public synchronized void close() {
        keeper.close();
    }
}
