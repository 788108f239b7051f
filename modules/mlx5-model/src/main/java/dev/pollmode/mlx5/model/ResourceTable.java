package dev.pollmode.mlx5.model;

import dev.pollmode.mlx5.prm.CommandStatus;
import java.util.Collection;
import java.util.TreeMap;

/// The objects of one kind, by number.
///
/// Numbers begin at another value for each kind and are given out round robin, so that a driver that takes the number of one kind for that of another, or uses one
/// after its end, is found out.
///
/// @param <T> what kind
final class ResourceTable<T extends Resource> {
    private final String kind;
    private final int first;
    private final int limit;
    private final TreeMap<Integer, T> objects = new TreeMap<>();
    private int next;

    ResourceTable(final String kind, final int first, final int limit) {
        this.kind = kind;
        this.first = first;
        this.limit = limit;
        this.next = first;
    }

    /// {@return a number nobody has}
    int reserve() throws CommandFailure {
        CommandFailure.require(objects.size() < limit, CommandStatus.LIMIT_EXCEEDED, "no more objects of kind " + kind);
        while (objects.containsKey(next)) {
            advance();
        }
        final int number = next;
        advance();
        return number;
    }

    private void advance() {
        next = next + 1 < first + limit ? next + 1 : first;
    }

    <S extends T> S add(final S object) {
        objects.put(object.number(), object);
        return object;
    }

    T find(final int number) {
        return objects.get(number);
    }

    T get(final int number) throws CommandFailure {
        final T object = objects.get(number);
        if (object == null) {
            throw CommandFailure.resource("no object of kind " + kind);
        }
        return object;
    }

    T remove(final int number) throws CommandFailure {
        final T object = get(number);
        CommandFailure.require(!object.isUsed(), CommandStatus.RESOURCE_BUSY, "in use: " + kind);
        objects.remove(number);
        object.dropAll();
        return object;
    }

    Collection<T> all() {
        return objects.values();
    }

    void clear() {
        objects.clear();
        next = first;
    }
}
