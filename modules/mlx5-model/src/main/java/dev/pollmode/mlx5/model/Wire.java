package dev.pollmode.mlx5.model;

/// What the port of a device is connected to. Frames have no FCS. Called by the device's thread only, but for [#close()].
public interface Wire extends AutoCloseable {
    /// Longest frame that a wire carries.
    int MAX_FRAME = 16 * 1024;

    /// Sends a frame.
    ///
    /// @param address of the frame in our memory
    /// @param length in bytes
    /// @return false if there is no room now; the device then tries again later. A frame that can never be sent is dropped, with true.
    boolean send(long address, int length);

    /// Takes a frame that arrived.
    ///
    /// @param address where to put it
    /// @param capacity of that memory; a longer frame is cut
    /// @return its length, or 0 if there is none
    int receive(long address, int capacity);

    /// {@return whether the other side is there}
    default boolean isUp() {
        return true;
    }

    /// Lets go of what the wire is made of. Idempotent.
    @Override
    void close();
}
