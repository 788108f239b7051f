package dev.pollmode.vfio.user;

import dev.pollmode.sys.Errno;
import dev.pollmode.sys.Fd;

/// The descriptors that came with a message. It owns them until they are taken; [#close()] closes the rest, so that a
/// message nobody wanted leaves nothing open.
final class ReceivedFds implements AutoCloseable {
    private static final int NONE = -1;

    private final int[] numbers = new int[Channel.MAX_FDS];
    private int count;

    /// Takes over a descriptor; closes it when there are too many.
    ///
    /// @return whether there was room
    boolean add(final int number) {
        if (count == numbers.length) {
            Fd.of(number).close();
            return false;
        }
        numbers[count++] = number;
        return true;
    }

    int count() {
        return count;
    }

    /// {@return the owner of a descriptor, which is the caller's now}
    ///
    /// @throws VfioUserException with EINVAL when there is none at that index, or it was taken before
    Fd take(final int index) {
        if (index < 0 || index >= count || numbers[index] == NONE) {
            throw new VfioUserException("take(descriptor " + index + ")", Errno.EINVAL, "the message came with " + count);
        }
        final Fd fd = Fd.of(numbers[index]);
        numbers[index] = NONE;
        return fd;
    }

    /// {@return a descriptor, which stays here}
    int peek(final int index) {
        return numbers[index];
    }

    /// {@return a second descriptor for the same file, which is the caller's}
    ///
    /// @throws VfioUserException with EINVAL when there is none at that index, or it was taken before
    Fd copy(final int index) {
        try (Fd original = take(index)) {
            final Fd copy = original.dup();
            numbers[index] = original.release();
            return copy;
        }
    }

    /// Takes over all that another has.
    void moveFrom(final ReceivedFds other) {
        for (int i = 0; i < other.count; i++) {
            if (other.numbers[i] != NONE) {
                add(other.numbers[i]);
            }
        }
        other.count = 0;
    }

    /// Gives all that are left to another owner.
    ReceivedFds moveAll() {
        final ReceivedFds moved = new ReceivedFds();
        System.arraycopy(numbers, 0, moved.numbers, 0, count);
        moved.count = count;
        count = 0;
        return moved;
    }

    @Override
    public void close() {
        for (int i = 0; i < count; i++) {
            if (numbers[i] != NONE) {
                Fd.of(numbers[i]).close();
            }
        }
        count = 0;
    }
}
