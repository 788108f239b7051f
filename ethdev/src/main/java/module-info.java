/// Ethernet ports and their queues.
module dev.pollmode.ethdev {
    requires transitive dev.pollmode.eal;
    requires transitive dev.pollmode.mbuf;
    exports dev.pollmode.ethdev;
    exports dev.pollmode.ethdev.spi;
}
