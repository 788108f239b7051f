package dev.pollmode.sys;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.function.IntFunction;

/// Plays the kernel: answers each request with the next part of a script. When the script is at its end, nothing comes any more.
final class ScriptedTransport implements NetlinkTransport {
    final List<byte[]> sent = new ArrayList<>();
    private final Queue<IntFunction<byte[]>> script = new ArrayDeque<>();
    private int sequence;

    /// Adds a datagram; a null one stands for lost datagrams (`ENOBUFS`).
    ScriptedTransport then(final IntFunction<byte[]> datagramForSequence) {
        script.add(datagramForSequence);
        return this;
    }

    @Override
    public void send(final MemorySegment message, final String operation) {
        sent.add(message.toArray(ValueLayout.JAVA_BYTE));
        sequence = NlMsgHdr.sequence(message);
    }

    @Override
    public MemorySegment receive(final long timeoutNs, final String operation) {
        if (script.isEmpty()) {
            throw new SysException(operation, Errno.ETIMEDOUT, null);
        }
        final byte[] datagram = script.remove().apply(sequence);
        if (datagram == null) {
            throw new SysException(operation, Errno.ENOBUFS, null);
        }
        return copy(datagram);
    }

    /// The bytes in memory of exactly their length, aligned as received ones are.
    static MemorySegment copy(final byte[] bytes) {
        return Arena.ofAuto().allocate(bytes.length, Long.BYTES).copyFrom(MemorySegment.ofArray(bytes));
    }

    boolean isAtItsEnd() {
        return script.isEmpty();
    }

    @Override
    public void close() {
        script.clear();
    }
}
