package dev.pollmode.sys;

/// The frame slots of one direction of a [PacketSocket], in memory shared with the kernel.
///
/// Slots are used in turn, each from [Tpacket2Hdr#status(long)] to status: the kernel and the user hand them to each other by it.
/// A slot begins with a [Tpacket2Hdr]. Nothing here allocates or checks; valid until the socket is closed.
///
/// | direction | the user may touch a slot whose status has | and hands it back with                                                   |
/// |-----------|--------------------------------------------|--------------------------------------------------------------------------|
/// | receive   | [Tpacket2Hdr#STATUS_USER]                  | [Tpacket2Hdr#STATUS_KERNEL]                                              |
/// | transmit  | [Tpacket2Hdr#STATUS_AVAILABLE], or [Tpacket2Hdr#STATUS_WRONG_FORMAT] | [Tpacket2Hdr#STATUS_SEND_REQUEST], then [PacketSocket#kick(CallState)] |
public final class PacketRing {
    private final long address;
    private final int frameSize;
    private final int frameCount;
    private final int mask;

    PacketRing(final long address, final PacketRingSize size) {
        this.address = address;
        frameSize = size.frameSize();
        frameCount = size.frameCount();
        mask = frameCount - 1;
    }

    /// {@return the address of a slot}
    ///
    /// @param number the number of the slot; counts on, and is wrapped here
    public long slot(final int number) {
        return address + (long) (number & mask) * frameSize;
    }

    /// {@return the bytes of a slot, header included}
    public int frameSize() {
        return frameSize;
    }

    /// {@return the number of slots, a power of two}
    public int frameCount() {
        return frameCount;
    }

    /// {@return the longest frame that fits a slot of a transmit ring, with its [VirtioNetHdr] if there is one}
    public int txRoom() {
        return frameSize - Tpacket2Hdr.TX_DATA;
    }
}
