package dev.pollmode.sys;

import java.lang.foreign.MemorySegment;

/// A queueing discipline of an interface.
///
/// @param index  the index of the interface
/// @param kind   its kind, as `ingress`, `clsact`, `fq_codel`
/// @param handle its handle
/// @param parent what it hangs on
public record QdiscInfo(int index, String kind, int handle, int parent) {
    private static final int TCA_KIND = 1;

    /// Reads a message RTM_NEWQDISC.
    ///
    /// @param message the message
    /// @return the queueing discipline
    /// @throws NetlinkException `EBADMSG` when the message is malformed
    static QdiscInfo of(final NetlinkMessage message) {
        final MemorySegment header = message.header(TcMsg.SIZE);
        String kind = "";
        final NetlinkAttributes attributes = message.attributes(TcMsg.SIZE);
        while (attributes.next()) {
            if (attributes.type() == TCA_KIND) {
                kind = attributes.string();
            }
        }
        return new QdiscInfo(TcMsg.index(header), kind, TcMsg.handle(header), TcMsg.parent(header));
    }
}
