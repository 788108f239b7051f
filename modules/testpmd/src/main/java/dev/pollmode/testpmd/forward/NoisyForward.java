package dev.pollmode.testpmd.forward;

import dev.pollmode.mbuf.Mbuf;
import dev.pollmode.net.Headers;
import dev.pollmode.net.PacketParser;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;

/// `noisy`: forwards like a busy neighbour. Holds packets back in a queue of its own and touches memory at random.
final class NoisyForward extends Forwarder {
    private final NoisySettings settings;
    private final long own;
    private final long peer;
    private final PacketParser parser = new PacketParser();
    private final Headers headers = new Headers();
    private final Mbuf[] held;
    private final MemorySegment memory;
    private long random = System.nanoTime() | 1;
    private int first;
    private int count;
    private long lastReceptionNs = System.nanoTime();

    NoisyForward(final StreamSetup stream) {
        super(stream);
        settings = stream.settings().noisy();
        own = stream.own().value();
        peer = stream.peer().value();
        held = new Mbuf[settings.fifoSize()];
        memory = settings.memoryBytes() == 0 ? null : Arena.ofAuto().allocate(settings.memoryBytes(), Long.BYTES);
    }

    @Override
    public int forward() {
        final int received = receive();
        if (received > 0) {
            change(received);
            makeNoise(received);
        }
        if (held.length == 0) {
            if (received > 0) {
                transmit(received);
            }
            return received;
        }
        return received + hold(received);
    }

    private void change(final int received) {
        for (int i = 0; i < received; i++) {
            switch (settings.mode()) {
                case IO -> { }
                case MAC -> Ethernet.addresses(burst[i], peer, own);
                case MACSWAP -> Ethernet.swapAddresses(burst[i]);
                case FIVE_TUPLE_SWAP -> FiveTupleSwap.swap(burst[i], parser, headers);
            }
        }
    }

    private void makeNoise(final int packets) {
        if (memory == null) {
            return;
        }
        for (int i = 0; i < packets * settings.writes(); i++) {
            memory.set(ValueLayout.JAVA_LONG, place(), random);
        }
        for (int i = 0; i < packets * settings.reads(); i++) {
            random ^= memory.get(ValueLayout.JAVA_LONG, place()) & 1;
        }
        for (int i = 0; i < packets * settings.updates(); i++) {
            final long at = place();
            memory.set(ValueLayout.JAVA_LONG, at, memory.get(ValueLayout.JAVA_LONG, at) + 1);
        }
    }

    /// A xorshift generator (Marsaglia, 2003) is random enough to miss the caches.
    private long place() {
        random ^= random << 13;
        random ^= random >>> 7;
        random ^= random << 17;
        return (random >>> 1) % (settings.memoryBytes() / Long.BYTES) * Long.BYTES;
    }

    /// Puts packets into the queue; what has no room pushes the oldest out.
    private int hold(final int received) {
        final long now = System.nanoTime();
        for (int i = 0; i < received; i++) {
            if (count == held.length) {
                send(Math.min(burst.length, count));
            }
            held[(first + count++) % held.length] = burst[i];
        }
        if (received > 0) {
            lastReceptionNs = now;
        } else if (settings.flushNs() > 0 && count > 0 && now - lastReceptionNs >= settings.flushNs()) {
            return send(Math.min(burst.length, count));
        }
        return 0;
    }

    private int send(final int most) {
        // Up to the end of the array: the queue is a ring.
        final int packets = Math.min(most, held.length - first);
        transmit(held, first, packets);
        first = (first + packets) % held.length;
        count -= packets;
        return packets;
    }

    @Override
    protected void finish() {
        while (count > 0) {
            held[first].free();
            first = (first + 1) % held.length;
            count--;
        }
    }
}
