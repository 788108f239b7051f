package dev.pollmode.testpmd;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/// The options of testpmd, those after `--`. Values that need no ports to be checked are checked by [Startup].
@Command(name = "testpmd", sortOptions = false, abbreviateSynopsis = true, usageHelpWidth = 120,
    customSynopsis = "Usage: testpmd [EAL options] -- [testpmd options]", synopsisHeading = "")
final class AppOptions {
    @Option(names = {"-i", "--interactive"}, description = "Prompt for commands.")
    boolean interactive;
    @Option(names = "--cmdline-file", paramLabel = "FILE", description = "Run the commands of a file first, and show them.")
    Path commandFile;
    @Option(names = "--cmdline-file-noecho", paramLabel = "FILE", description = "Run the commands of a file first.")
    Path commandFileQuiet;
    @Option(names = "--strict", description = "End at the first command that fails, with exit status 1.")
    boolean strict;
    @Option(names = "--json", description = "Answer in JSON: nothing else on standard output.")
    boolean json;
    @Option(names = {"-a", "--auto-start"}, description = "Forward from the start, with -i as well.")
    boolean autoStart;
    @Option(names = {"-h", "--help"}, description = "Show this help and end.")
    boolean help;
    @Option(names = "--tx-first", description = "Send a burst on each port before forwarding (without -i).")
    boolean txFirst;
    @Option(names = "--stats-period", paramLabel = "SECONDS", description = "Show statistics every SECONDS (without -i).")
    int statsPeriod;
    @Option(names = "--display-xstats", description = "Show extended statistics as well, with --stats-period: names, or all.",
        paramLabel = "NAME,...", arity = "0..1", fallbackValue = "all")
    String displayXstats;

    @Option(names = "--forward-mode", paramLabel = "MODE", description = "What is done with packets; io by default.")
    String forwardMode;
    @Option(names = "--port-topology", paramLabel = "TOPOLOGY", description = "Which port sends: paired (default), chained or loop.")
    String topology;
    @Option(names = "--burst", paramLabel = "N", description = "Packets in a burst, 1 to 512; 32 by default.")
    Integer burst;
    @Option(names = "--nb-cores", paramLabel = "N", description = "How many lcores forward; 1 by default.")
    Integer coreCount;
    @Option(names = "--coremask", paramLabel = "MASK", description = "Which lcores forward, as a hexadecimal mask.")
    String coreMask;
    @Option(names = "--nb-ports", paramLabel = "N", description = "How many ports to forward between; all by default.")
    Integer portCount;
    @Option(names = "--portmask", paramLabel = "MASK", description = "Which ports to forward between, as a hexadecimal mask.")
    String portMask;
    @Option(names = "--portlist", paramLabel = "LIST", description = "Which ports to forward between, in order: 0,2-3.")
    String portList;
    @Option(names = "--no-flush-rx", description = "Forward what waited in the queues before the start, too.")
    boolean keepRx;
    @Option(names = "--eth-peer", paramLabel = "PORT,MAC", description = "Where packets sent by a port go; repeatable.")
    final List<String> peers = new ArrayList<>();
    @Option(names = "--eth-peers-configfile", paramLabel = "FILE", description = "The addresses of --eth-peer, one a line, by port.")
    Path peersFile;
    @Option(names = "--record-core-cycles", description = "Measure the time of busy rounds.")
    boolean recordCycles;
    @Option(names = "--record-burst-stats", description = "Count the sizes of bursts.")
    boolean recordBursts;
    @Option(names = "--latencystats", paramLabel = "LCORE", description = "Measure how long packets take: show fwd latency.")
    Integer latencyLcore;
    @Option(names = "--bitrate-stats", paramLabel = "LCORE", description = "Measure the bitrates of ports: show port metrics.")
    Integer bitrateLcore;

    @Option(names = "--txpkts", paramLabel = "LIST", description = "Lengths of the segments of packets that txonly and flowgen make.")
    String txPackets;
    @Option(names = "--tx-ip", paramLabel = "SRC,DST", description = "IPv4 addresses of packets that txonly makes.")
    String txIp;
    @Option(names = "--tx-udp", paramLabel = "SRC[,DST]", description = "UDP ports of packets that txonly makes.")
    String txUdp;
    @Option(names = "--txonly-multi-flow", description = "Vary the source address of packets that txonly makes.")
    boolean multiFlow;
    @Option(names = "--flowgen-flows", paramLabel = "N", description = "How many flows flowgen makes; 1024 by default.")
    Integer flows;
    @Option(names = "--noisy-forward-mode", paramLabel = "MODE", description = "What noisy does: io (default), mac, macswap, 5tswap.")
    String noisyMode;
    @Option(names = "--noisy-tx-sw-buffer-size", paramLabel = "N", description = "How many packets noisy holds back.")
    int noisyFifo;
    @Option(names = "--noisy-tx-sw-buffer-flushtime", paramLabel = "MS", description = "When noisy sends them although none come in.")
    int noisyFlush;
    @Option(names = "--noisy-lkup-memory", paramLabel = "MB", description = "Memory that noisy touches.")
    int noisyMemory;
    @Option(names = "--noisy-lkup-num-writes", paramLabel = "N", description = "Random writes per packet.")
    int noisyWrites;
    @Option(names = "--noisy-lkup-num-reads", paramLabel = "N", description = "Random reads per packet.")
    int noisyReads;
    @Option(names = "--noisy-lkup-num-reads-writes", paramLabel = "N", description = "Random reads and writes per packet.")
    int noisyUpdates;

    @Option(names = "--rxq", paramLabel = "N", description = "Receiving queues of a port.")
    Integer rxQueues;
    @Option(names = "--txq", paramLabel = "N", description = "Sending queues of a port.")
    Integer txQueues;
    @Option(names = "--rxd", paramLabel = "N", description = "Descriptors of a receiving queue.")
    Integer rxDescriptors;
    @Option(names = "--txd", paramLabel = "N", description = "Descriptors of a sending queue.")
    Integer txDescriptors;
    @Option(names = "--mbuf-size", paramLabel = "BYTES", description = "Length of a buffer, with headroom; 2176 by default.")
    Integer mbufSize;
    @Option(names = "--total-num-mbufs", paramLabel = "N", description = "Buffers in the pool; more than 1024.")
    Integer mbufs;
    @Option(names = "--mbcache", paramLabel = "N", description = "Buffers that an lcore keeps at hand; 250 by default.")
    Integer mbufCache;
    @Option(names = "--max-pkt-len", paramLabel = "BYTES", description = "Longest frame, with header and check sequence.")
    Integer maxPacketLength;
    @Option(names = "--rss-ip", description = "Spread packets over queues by addresses (default).")
    boolean rssIp;
    @Option(names = "--rss-udp", description = "Spread packets over queues by addresses and UDP ports.")
    boolean rssUdp;
    @Option(names = "--disable-rss", description = "Do not spread packets over queues.")
    boolean rssOff;
    @Option(names = "--rx-offloads", paramLabel = "MASK", description = "Offloads of all ports for receiving, as a hexadecimal mask.")
    String rxOffloads;
    @Option(names = "--tx-offloads", paramLabel = "MASK", description = "Offloads of all ports for sending, as a hexadecimal mask.")
    String txOffloads;
    @Option(names = "--enable-rx-cksum", description = "Let ports verify checksums.")
    boolean rxChecksums;
    @Option(names = "--enable-scatter", description = "Receive packets longer than a buffer into several.")
    boolean scatter;
    @Option(names = "--enable-lro", description = "Let ports merge the packets of a TCP stream.")
    boolean lro;
    @Option(names = "--enable-rx-timestamp", description = "Let ports tell when packets came.")
    boolean rxTimestamps;
    @Option(names = "--enable-hw-vlan", description = "All that follows about VLANs.")
    boolean vlan;
    @Option(names = "--enable-hw-vlan-filter", description = "Let ports receive packets of chosen VLANs only.")
    boolean vlanFilter;
    @Option(names = "--enable-hw-vlan-strip", description = "Let ports take VLAN tags off.")
    boolean vlanStrip;
    @Option(names = "--enable-hw-vlan-extend", description = "Let ports look at a second VLAN tag.")
    boolean vlanExtend;
    @Option(names = "--enable-hw-qinq-strip", description = "Let ports take two VLAN tags off.")
    boolean qinqStrip;
    @Option(names = "--disable-large-frames", description = "Do not ask for frames larger than the MTU where all ports can carry them.")
    boolean smallFrames;
    @Option(names = "--flow-isolate-all", description = "Receive only what flow rules ask for; all ports must be able to.")
    boolean isolateFlows;

    @Option(names = "--hot-plug", description = "Watch devices come and go.")
    boolean hotPlug;
    @Option(names = "--no-lsc-interrupt", description = "Do not ask ports to tell changes of their links.")
    boolean noLinkEvents;
    @Option(names = "--no-rmv-interrupt", description = "Do not ask ports to tell their removal.")
    boolean noRemovalEvents;
    @Option(names = "--print-event", paramLabel = "EVENT", description = "Show events of this kind, or all; repeatable.")
    final List<String> printEvents = new ArrayList<>();
    @Option(names = "--mask-event", paramLabel = "EVENT", description = "Do not show events of this kind, or all; repeatable.")
    final List<String> maskEvents = new ArrayList<>();
    @Option(names = "--disable-device-start", description = "Do not start ports at the start.")
    boolean noDeviceStart;
    @Option(names = "--disable-link-check", description = "Do not look at links after ports were started.")
    boolean noLinkCheck;

    @Option(names = {"--numa", "--no-numa", "--mp-anon", "--disable-crc-strip", "--no-iova-contig", "--multi-rx-mempool",
        "--enable-drop-en", "--mlockall", "--no-mlockall"},
        description = "Accepted for the sake of command lines of DPDK, without effect.")
    boolean noEffect;
    @Option(names = {"--mp-alloc", "--socket-num", "--port-numa-config", "--ring-numa-config", "--rxfreet", "--txfreet", "--txrst",
        "--rxpt", "--rxht", "--rxwt", "--txpt", "--txht", "--txwt", "--num-procs", "--proc-id", "--rx-mq-mode"}, paramLabel = "VALUE",
        description = "Accepted for the sake of command lines of DPDK, without effect.")
    final List<String> noEffectValues = new ArrayList<>();

    private AppOptions() {
    }

    /// {@return the options of a command line}
    ///
    /// @param words those after `--`
    /// @throws StartupException naming the first wrong word
    static AppOptions parse(final List<String> words) {
        final AppOptions options = new AppOptions();
        try {
            parser(options).parseArgs(words.toArray(String[]::new));
        } catch (final CommandLine.ParameterException e) {
            throw new StartupException(e.getMessage() + "; '-- --help' lists all options");
        }
        return options;
    }

    private static CommandLine parser(final AppOptions options) {
        return new CommandLine(options).setAbbreviatedOptionsAllowed(true).setOverwrittenOptionsAllowed(true);
    }

    /// {@return the help text}
    static String usage() {
        return parser(new AppOptions()).getUsageMessage();
    }
}
