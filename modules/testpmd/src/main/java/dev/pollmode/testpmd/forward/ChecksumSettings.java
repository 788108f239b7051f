package dev.pollmode.testpmd.forward;

import dev.pollmode.ethdev.TxOffload;
import java.util.EnumSet;
import java.util.Set;

/// What `csum` forwarding does about the checksums of packets that a port sends.
///
/// @param hardware the checksums that the port computes; testpmd computes the others
/// @param parseTunnels whether to look into tunnels
/// @param tsoSegmentSize payload of one TCP segment that the port cuts, 0 to leave packets whole
/// @param gso whether testpmd cuts packets that are too long
/// @param gsoSegmentSize length of a packet that it cuts, with headers
/// @param gro whether TCP segments are merged before
/// @param newMacs whether packets go from the port's own address to that of the peer, instead of from and to where they went
public record ChecksumSettings(Set<TxOffload> hardware, boolean parseTunnels, int tsoSegmentSize, boolean gso, int gsoSegmentSize,
                               GroSettings gro, boolean newMacs) {
    /// All in software, nothing cut.
    public static final ChecksumSettings SOFTWARE = new ChecksumSettings(Set.of(), false, 0, false, 1514, GroSettings.OFF, true);

    /// Copies the set.
    public ChecksumSettings {
        hardware = Set.copyOf(hardware);
    }

    /// {@return these with one checksum moved between port and testpmd}
    ///
    /// @param offload which
    /// @param on whether the port computes it
    public ChecksumSettings with(final TxOffload offload, final boolean on) {
        final EnumSet<TxOffload> changed = EnumSet.noneOf(TxOffload.class);
        changed.addAll(hardware);
        if (on) {
            changed.add(offload);
        } else {
            changed.remove(offload);
        }
        return new ChecksumSettings(changed, parseTunnels, tsoSegmentSize, gso, gsoSegmentSize, gro, newMacs);
    }

    /// {@return these with another choice about tunnels}
    ///
    /// @param on whether to look into them
    public ChecksumSettings withTunnels(final boolean on) {
        return new ChecksumSettings(hardware, on, tsoSegmentSize, gso, gsoSegmentSize, gro, newMacs);
    }

    /// {@return these with another segment size for the port}
    ///
    /// @param bytes payload of one segment, 0 for none
    public ChecksumSettings withTso(final int bytes) {
        return new ChecksumSettings(hardware, parseTunnels, bytes, gso, gsoSegmentSize, gro, newMacs);
    }

    /// {@return these with segmentation by testpmd on or off}
    ///
    /// @param on which
    public ChecksumSettings withGso(final boolean on) {
        return new ChecksumSettings(hardware, parseTunnels, tsoSegmentSize, on, gsoSegmentSize, gro, newMacs);
    }

    /// {@return these with another length of the packets that testpmd cuts}
    ///
    /// @param bytes with headers
    public ChecksumSettings withGsoSegmentSize(final int bytes) {
        return new ChecksumSettings(hardware, parseTunnels, tsoSegmentSize, gso, bytes, gro, newMacs);
    }

    /// {@return these with another choice about merging}
    ///
    /// @param settings which
    public ChecksumSettings withGro(final GroSettings settings) {
        return new ChecksumSettings(hardware, parseTunnels, tsoSegmentSize, gso, gsoSegmentSize, settings, newMacs);
    }

    /// {@return these with another choice about addresses}
    ///
    /// @param on whether packets get new ones
    public ChecksumSettings withNewMacs(final boolean on) {
        return new ChecksumSettings(hardware, parseTunnels, tsoSegmentSize, gso, gsoSegmentSize, gro, on);
    }
}
