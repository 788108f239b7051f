package dev.pollmode.pmd.tap;

import dev.pollmode.ethdev.EthDevException;
import dev.pollmode.sys.Errno;
import dev.pollmode.sys.NetNs;
import dev.pollmode.sys.SysException;
import dev.pollmode.sys.Tun;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// The descriptors that hold the interface: one for each queue, and a keeper that keeps it while there is none. The keeper is
/// detached: the kernel gives it no frames.
///
/// Only the descriptor of an attached queue can tell where the interface is (`TUNGETDEVNETNS`).
///
/// Safe for use by several threads.
final class TapFiles implements AutoCloseable {
    private final TapKind kind;
    private final Tun keeper;
    // Whether the kernel can tell the namespace: Linux 5.7.
    private final boolean followable;
    private final List<TapFile> files = new ArrayList<>();

    private TapFiles(final TapKind kind, final Tun keeper) {
        this.kind = kind;
        this.keeper = keeper;
        followable = canFollow(keeper);
        keeper.attached(false);
    }

    /// Makes the interface, or opens a persistent one.
    ///
    /// @param kind which kind
    /// @param name its name, with `%d` where the kernel shall put a number
    /// @return its descriptors: the keeper only
    static TapFiles open(final TapKind kind, final String name) {
        final Tun keeper = openTun(kind, name);
        try {
            return new TapFiles(kind, keeper);
        } catch (final RuntimeException e) {
            keeper.close();
            throw e;
        }
    }

    private static Tun openTun(final TapKind kind, final String name) {
        return Tun.open(name, kind.flag() | Tun.IFF_NO_PI | Tun.IFF_VNET_HDR | Tun.IFF_MULTI_QUEUE);
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
        TapFile file = files.get(queue);
        if (file == null) {
            file = new TapFile(openQueue(offloads));
            files.set(queue, file);
        }
        file.join();
        return file;
    }

    private Tun openQueue(final int offloads) {
        try (TapPlace place = locate().orElseThrow(() ->
                new EthDevException(Errno.ENODEV, "open a queue: ENODEV, interface " + keeper.name() + " was deleted"))) {
            final Tun tun = place.namespace() == null ? openTun(kind, place.name())
                : place.namespace().call(() -> openTun(kind, place.name()));
            try {
                tun.offload(offloads);
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
        }
    }

    /// {@return where the interface is now; empty when it was deleted}
    synchronized Optional<TapPlace> locate() {
        if (!followable) {
            return Optional.of(new TapPlace(null, keeper.name()));
        }
        try {
            for (final TapFile file : files) {
                if (file != null && file.isAttached()) {
                    return Optional.of(place(file.tun()));
                }
            }
            // No queue is attached: no frame can be lost to the keeper that would find another way.
            keeper.attached(true);
            try {
                return Optional.of(place(keeper));
            } finally {
                keeper.attached(false);
            }
        } catch (final SysException e) {
            if (e.errno() == Errno.EBADFD || e.errno() == Errno.EINVAL) {
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

    /// Lets the kernel give frames to a queue, or spread them over the others.
    ///
    /// @param queue the index of the queue
    /// @param on which
    synchronized void attached(final int queue, final boolean on) {
        files.get(queue).attached(on);
    }

    /// {@return the descriptor of a queue}
    ///
    /// @param queue the index of the queue
    synchronized int fd(final int queue) {
        final TapFile file = queue < files.size() ? files.get(queue) : null;
        if (file == null) {
            throw new EthDevException(Errno.EINVAL, "interrupt of queue " + queue + ": EINVAL, the queue is not set up");
        }
        return file.fd();
    }

    /// Closes the keeper; with the last descriptor the kernel removes the interface, unless it is persistent.
    @Override
    public synchronized void close() {
        keeper.close();
    }
}
