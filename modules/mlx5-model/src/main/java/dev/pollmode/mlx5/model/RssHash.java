package dev.pollmode.mlx5.model;

import dev.pollmode.mlx5.prm.Cqe;
import dev.pollmode.mlx5.prm.RxHashFields;
import dev.pollmode.mlx5.prm.Struct;
import java.util.Arrays;

/// The hash by which a receive target spreads packets: Toeplitz or exclusive-or of bytes over chosen fields.
///
/// Fields are hashed in the order source address, destination address, source port, destination port, as RSS has it everywhere.
/// A packet that lacks a chosen field (another IP version, another or no transport) is not hashed: it has hash 0 and goes to the first queue.
final class RssHash {
    static final int KEY_LENGTH = 40;
    static final int NONE = 0;
    static final int XOR8 = 1;
    static final int TOEPLITZ = 2;

    private static final int SOURCE_IP = 1;
    private static final int DESTINATION_IP = 2;
    private static final int SOURCE_PORT = 4;
    private static final int DESTINATION_PORT = 8;
    private static final int MAX_INPUT = 36;

    private final int function;
    private final byte[] key;
    private final boolean symmetric;
    private final boolean ipv6;
    private final boolean udp;
    private final int fields;
    private final byte[] input = new byte[MAX_INPUT];
    private final int[] byteTables;
    private int type;

    /// @param function [#NONE], [#XOR8] or [#TOEPLITZ]
    /// @param key 40 bytes
    /// @param symmetric whether both directions of a flow hash alike
    /// @param selection which fields, see [RxHashFields]
    RssHash(final int function, final byte[] key, final boolean symmetric, final Struct selection) {
        this.function = function;
        this.key = key.clone();
        this.symmetric = symmetric;
        this.ipv6 = selection.is(RxHashFields.L3_PROT_TYPE);
        this.udp = selection.is(RxHashFields.L4_PROT_TYPE);
        this.fields = selection.get(RxHashFields.SELECTED_FIELDS);
        this.byteTables = function == TOEPLITZ ? tables(key) : new int[0];
    }

    /// {@return the hash of a packet; [#type()] tells what went into it}
    int of(final PacketHeaders packet) {
        type = 0;
        final int addressLength = ipv6 ? 16 : 4;
        if (function == NONE || fields == 0 || packet.ipVersion != (ipv6 ? 6 : 4)) {
            return 0;
        }
        final boolean ports = (fields & (SOURCE_PORT | DESTINATION_PORT)) != 0;
        if (ports && (packet.fragment || packet.l4Protocol != (udp ? PacketHeaders.UDP : PacketHeaders.TCP))) {
            return 0;
        }
        int length = 0;
        if ((fields & SOURCE_IP) != 0) {
            length = packet.copySourceAddress(input, length);
        }
        if ((fields & DESTINATION_IP) != 0) {
            length = packet.copyDestinationAddress(input, length);
        }
        final int portsAt = length;
        if ((fields & SOURCE_PORT) != 0) {
            length = put(packet.sourcePort, length);
        }
        if ((fields & DESTINATION_PORT) != 0) {
            length = put(packet.destinationPort, length);
        }
        if (symmetric) {
            sort(0, addressLength, portsAt == 2 * addressLength);
            sort(portsAt, 2, length == portsAt + 4);
        }
        type = (ipv6 ? Cqe.HASH_IPV6 : Cqe.HASH_IPV4) | (ports ? udp ? Cqe.HASH_UDP : Cqe.HASH_TCP : 0);
        return function == TOEPLITZ ? toeplitz(length) : xor(length);
    }

    /// {@return what the last hash was made of, as the completion tells it}
    int type() {
        return type;
    }

    private int put(final int port, final int at) {
        input[at] = (byte) (port >>> 8);
        input[at + 1] = (byte) port;
        return at + 2;
    }

    /// Puts the smaller of two neighbours first.
    private void sort(final int at, final int length, final boolean both) {
        if (!both || Arrays.compareUnsigned(input, at, at + length, input, at + length, at + 2 * length) <= 0) {
            return;
        }
        for (int i = at; i < at + length; i++) {
            final byte kept = input[i];
            input[i] = input[i + length];
            input[i + length] = kept;
        }
    }

    private int toeplitz(final int length) {
        int hash = 0;
        for (int i = 0; i < length; i++) {
            hash ^= byteTables[i << 8 | input[i] & 0xff];
        }
        return hash;
    }

    private int xor(final int length) {
        int hash = 0;
        for (int i = 0; i < length; i++) {
            hash ^= input[i] & 0xff;
        }
        return hash;
    }

    /// For each position and each value of a byte: what it contributes.
    private static int[] tables(final byte[] key) {
        final int[] tables = new int[MAX_INPUT << 8];
        for (int position = 0; position < MAX_INPUT; position++) {
            for (int value = 0; value < 256; value++) {
                int hash = 0;
                for (int bit = 0; bit < 8; bit++) {
                    if ((value & 0x80 >>> bit) != 0) {
                        hash ^= window(key, position * 8 + bit);
                    }
                }
                tables[position << 8 | value] = hash;
            }
        }
        return tables;
    }

    /// {@return 32 bits of the key from a bit on}
    private static int window(final byte[] key, final int bit) {
        int window = 0;
        for (int i = bit; i < bit + Integer.SIZE; i++) {
            window = window << 1 | key[i >>> 3] >>> 7 - (i & 7) & 1;
        }
        return window;
    }
}
