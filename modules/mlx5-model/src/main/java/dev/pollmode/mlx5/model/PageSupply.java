package dev.pollmode.mlx5.model;

import java.util.ArrayDeque;
import java.util.HashSet;
import java.util.Set;

/// Pages of the driver's memory that the device was given, and how many it needs. Device thread only.
///
/// The model keeps its state in its own memory, so pages are only counted: an object costs a part of a page. When few are left, an event asks for
/// more, as firmware does in particular for flow tables.
final class PageSupply {
    static final int PAGE_SIZE = 4096;
    /// Small objects that fit a page.
    static final int OBJECTS_PER_PAGE = 16;

    private static final int RESERVE = 2;
    private static final int REQUEST = 8;

    private final int boot;
    private final int init;
    private final Set<Long> owned = new HashSet<>();
    private final ArrayDeque<Long> order = new ArrayDeque<>();
    private long used;
    private int requested;
    private int missing;
    private boolean refused;

    PageSupply(final int boot, final int init) {
        this.boot = boot;
        this.init = init;
    }

    void reset() {
        owned.clear();
        order.clear();
        used = 0;
        requested = 0;
        missing = 0;
        refused = false;
    }

    int given() {
        return owned.size();
    }

    int neededForBoot() {
        return Math.max(0, boot - given());
    }

    int neededForInit() {
        return Math.max(0, boot + init - given());
    }

    int neededNow() {
        return (int) Math.max(missing, Math.max(0, boot + used / OBJECTS_PER_PAGE + RESERVE - given()));
    }

    /// Takes pages: all of them, or none if one is not good.
    void give(final long[] pages) throws CommandFailure {
        final Set<Long> news = new HashSet<>();
        for (final long page : pages) {
            CommandFailure.require((page & PAGE_SIZE - 1) == 0, "page not aligned");
            CommandFailure.require(!owned.contains(page) && news.add(page), "page given twice");
        }
        for (final long page : pages) {
            owned.add(page);
            order.addLast(page);
        }
        requested = Math.max(0, requested - pages.length);
        missing = Math.max(0, missing - pages.length);
    }

    /// The driver has no pages to give.
    void refuse() {
        refused = missing > 0;
        requested = 0;
        missing = 0;
    }

    /// {@return the next page that goes back, or -1 if the device needs all it has}
    ///
    /// @param all whether the device needs none any more
    long takeBack(final boolean all) {
        if (order.isEmpty() || !all && given() <= boot + used / OBJECTS_PER_PAGE + RESERVE) {
            return -1;
        }
        final long page = order.removeLast();
        owned.remove(page);
        return page;
    }

    void use(final long objects) {
        used += objects;
    }

    void unuse(final long objects) {
        used = Math.max(0, used - objects);
    }

    void stop() {
        used = 0;
        missing = 0;
        requested = 0;
    }

    /// {@return how many pages to ask for now, 0 if none}
    int request() {
        if (requested > 0) {
            return 0;
        }
        final int needed = neededNow();
        if (needed > 0) {
            requested = Math.max(needed, missing > 0 ? missing : REQUEST);
        }
        return requested;
    }

    /// From now on commands that make something wait until so many more pages were given.
    void starve(final int pages) {
        missing = pages;
        requested = 0;
    }

    boolean isStarved() {
        return missing > 0;
    }

    /// {@return whether the driver refused pages that were missing, once}
    boolean consumeRefusal() {
        final boolean was = refused;
        refused = false;
        return was;
    }
}
