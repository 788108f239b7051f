/// Packet buffers, the pools they come from, and the rings that carry them between threads.
module dev.pollmode.mbuf {
    requires transitive dev.pollmode.eal;
    exports dev.pollmode.mbuf;
}
