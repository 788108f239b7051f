package dev.pollmode.testpmd.forward;

import java.util.List;

/// What packets `txonly` and `flowgen` make.
///
/// @param segments the lengths of the segments of a packet; `flowgen` makes one segment of their sum
/// @param split how many of the segments a packet gets
/// @param sourceIp the IPv4 source address
/// @param destinationIp the IPv4 destination address
/// @param sourcePort the UDP source port
/// @param destinationPort the UDP destination port
/// @param multiFlow whether `txonly` varies the source address
/// @param flows how many flows `flowgen` makes
public record PacketSettings(List<Integer> segments, Split split, int sourceIp, int destinationIp, int sourcePort,
                             int destinationPort, boolean multiFlow, int flows) {
    /// How many of the segments a packet gets.
    public enum Split {
        /// All.
        OFF,
        /// All, in mbufs of their own.
        ON,
        /// A random number of them.
        RAND;

        /// {@return the name as the user types it}
        public String text() {
            return name().toLowerCase(java.util.Locale.ROOT);
        }
    }

    /// Copies the list.
    public PacketSettings {
        segments = List.copyOf(segments);
    }

    /// {@return the length of a whole packet in bytes}
    public int length() {
        return segments.stream().mapToInt(Integer::intValue).sum();
    }
}
