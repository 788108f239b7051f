package dev.pollmode.vfio.user;

/// What a device can do towards the client it serves. Any thread.
public interface VfioUserSession {
    /// {@return a new view of the client's memory, for one thread of the device}
    GuestMemory memory();

    /// Fires an interrupt.
    ///
    /// @param index  as in [Vfio#IRQ_MSIX]
    /// @param vector of the index
    /// @return whether the client was told; not when it has set no eventfd, masks it (then it is told on unmasking), or is gone
    /// @throws IndexOutOfBoundsException when the device has no such interrupt
    boolean trigger(int index, int vector);

    /// {@return whether the client has set an eventfd for an interrupt}
    ///
    /// @param index  as in [Vfio#IRQ_MSIX]
    /// @param vector of the index
    boolean isSet(int index, int vector);

    /// {@return whether the link to the client is up}
    boolean isConnected();

    /// Ends the link, as a device that is pulled out does.
    void disconnect();
}
