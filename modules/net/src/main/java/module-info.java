/// Headers of packets: parsing, codecs, checksums, segmentation in software.
module dev.pollmode.net {
    requires transitive dev.pollmode.mbuf;
    exports dev.pollmode.net;
}
