package dev.pollmode.testpmd.port;

import dev.pollmode.ethdev.RssHash;

/// What the user wants all ports to be. Used by the control thread.
public final class PortSettings {
    private int rxQueues = 1;
    private int txQueues = 1;
    private int rxDescriptors;
    private int txDescriptors;
    private int maxPacketLength;
    private long rssTypes = RssHash.IP;
    private boolean linkEvents = true;
    private boolean removalEvents = true;
    private boolean largeFrames = true;
    private boolean linkCheck = true;

    /// The settings testpmd starts with: a queue each way, as many descriptors as the device prefers.
    public PortSettings() {
    }

    /// {@return how many queues of a port receive}
    public int rxQueues() {
        return rxQueues;
    }

    /// Sets how many queues of a port receive.
    ///
    /// @param count how many
    public void rxQueues(final int count) {
        rxQueues = count;
    }

    /// {@return how many queues of a port send}
    public int txQueues() {
        return txQueues;
    }

    /// Sets how many queues of a port send.
    ///
    /// @param count how many
    public void txQueues(final int count) {
        txQueues = count;
    }

    /// {@return descriptors of a receiving queue, 0 for what the device prefers}
    public int rxDescriptors() {
        return rxDescriptors;
    }

    /// Sets the descriptors of a receiving queue.
    ///
    /// @param count 0 for what the device prefers
    public void rxDescriptors(final int count) {
        rxDescriptors = count;
    }

    /// {@return descriptors of a sending queue, 0 for what the device prefers}
    public int txDescriptors() {
        return txDescriptors;
    }

    /// Sets the descriptors of a sending queue.
    ///
    /// @param count 0 for what the device prefers
    public void txDescriptors(final int count) {
        txDescriptors = count;
    }

    /// {@return the longest frame with header and frame check sequence, 0 for what the device has}
    public int maxPacketLength() {
        return maxPacketLength;
    }

    /// Sets the longest frame.
    ///
    /// @param bytes with header and frame check sequence, 0 for what the device has
    public void maxPacketLength(final int bytes) {
        maxPacketLength = bytes;
    }

    /// {@return what to hash when a port has several queues, bits of [RssHash]}
    public long rssTypes() {
        return rssTypes;
    }

    /// Sets what to hash.
    ///
    /// @param types bits of [RssHash]
    public void rssTypes(final long types) {
        rssTypes = types;
    }

    /// {@return whether changes of links are told}
    public boolean linkEvents() {
        return linkEvents;
    }

    /// Sets whether changes of links are told.
    ///
    /// @param on which
    public void linkEvents(final boolean on) {
        linkEvents = on;
    }

    /// {@return whether removals of devices are told}
    public boolean removalEvents() {
        return removalEvents;
    }

    /// Sets whether removals of devices are told.
    ///
    /// @param on which
    public void removalEvents(final boolean on) {
        removalEvents = on;
    }

    /// {@return whether frames larger than the MTU are asked for where all ports can carry them}
    public boolean largeFrames() {
        return largeFrames;
    }

    /// Sets whether frames larger than the MTU are asked for.
    ///
    /// @param on which
    public void largeFrames(final boolean on) {
        largeFrames = on;
    }

    /// {@return whether to look at links after ports were started}
    public boolean linkCheck() {
        return linkCheck;
    }

    /// Sets whether to look at links after ports were started.
    ///
    /// @param on which
    public void linkCheck(final boolean on) {
        linkCheck = on;
    }
}
