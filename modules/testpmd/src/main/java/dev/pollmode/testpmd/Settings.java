package dev.pollmode.testpmd;

import dev.pollmode.testpmd.forward.ForwardMode;
import dev.pollmode.testpmd.forward.ForwardSettings;
import dev.pollmode.testpmd.forward.NoisySettings;
import dev.pollmode.testpmd.forward.PacketSettings;
import dev.pollmode.testpmd.forward.Topology;
import dev.pollmode.testpmd.port.PortSettings;
import java.util.List;

/// What the user wants, by options at start and by commands later. Used by the control thread; what runs has copies.
final class Settings {
    static final int DEFAULT_BURST = 32;
    static final int MAX_BURST = 512;
    private static final int TX_IP_SOURCE = 198 << 24 | 18 << 16 | 1;
    private static final int TX_IP_DESTINATION = 198 << 24 | 18 << 16 | 2;
    private static final int TX_UDP_PORT = 9;

    final PortSettings ports = new PortSettings();
    ForwardMode mode = ForwardMode.IO;
    boolean retry;
    int retries = 64;
    long retryDelayUs = 1;
    int burst = DEFAULT_BURST;
    Topology topology = Topology.PAIRED;
    PacketSettings packets = new PacketSettings(List.of(64), PacketSettings.Split.OFF, TX_IP_SOURCE, TX_IP_DESTINATION,
        TX_UDP_PORT, TX_UDP_PORT, false, 1024);
    NoisySettings noisy = NoisySettings.QUIET;
    boolean recordBursts;
    boolean recordCycles;
    boolean measureLatency;
    boolean flushRx = true;
    boolean hideZeroXstats;
    boolean displayXstats;
    int verbose;
    /// The ports to forward between, in order; null for all there are.
    List<Integer> portList;
    /// How many of them, 0 for all.
    int portCount;
    /// The lcores that may forward; null for all but the main one.
    List<Integer> coreList;
    int coreCount = 1;

    ForwardSettings forForwarding() {
        return new ForwardSettings(burst, retry ? retries : 0, retryDelayUs * 1000, recordBursts, recordCycles, packets, noisy);
    }
}
