package dev.pollmode.pmd.pcap;

import dev.pollmode.ethdev.EthConf;
import dev.pollmode.ethdev.EthDevInfo;
import dev.pollmode.ethdev.MacAddress;
import dev.pollmode.ethdev.RxOffload;
import dev.pollmode.ethdev.RxQueue;
import dev.pollmode.ethdev.TxOffload;
import dev.pollmode.ethdev.TxQueue;
import dev.pollmode.ethdev.spi.DiscardTxQueue;
import dev.pollmode.ethdev.spi.PortContext;
import dev.pollmode.ethdev.spi.RxQueueSetup;
import dev.pollmode.ethdev.spi.SilentRxQueue;
import dev.pollmode.ethdev.spi.SoftwarePort;
import dev.pollmode.ethdev.spi.TxQueueSetup;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.Set;

/// A port of `net_pcap`. Its files are open as long as the port is; each queue uses one.
final class PcapPort extends SoftwarePort {
    private static final int LEAST_BUFFER = 64;
    /// `02:70:63:61:70:xx`: locally administered, then "pcap".
    private static final long MAC_PREFIX = 0x0270_6361_7000L;

    private final PortContext context;
    private final PcapConf conf;
    private final PcapFiles files;
    private final WallClock clock = new WallClock();
    private final Logger log;

    PcapPort(final PortContext context, final PcapConf conf) {
        this.context = context;
        this.conf = conf;
        log = context.eal().logs().logger("pmd.net.pcap");
        files = new PcapFiles(conf);
    }

    @Override
    public EthDevInfo info() {
        return EthDevInfo.builder(PcapDriver.NAME).maxQueues(conf.rxQueues(), conf.txQueues())
            .rxSizes(LEAST_BUFFER, PcapFormat.LONGEST_RECORD).rxOffloads(Set.of(RxOffload.SCATTER, RxOffload.TIMESTAMP))
            .txOffloads(Set.of(TxOffload.MULTI_SEGS)).build();
    }

    @Override
    public void configure(final EthConf wanted) {
        // The files are open.
    }

    @Override
    public RxQueue rxQueue(final RxQueueSetup setup) {
        if (files.readers().isEmpty()) {
            return new SilentRxQueue();
        }
        final PcapReader reader = files.readers().get(setup.index());
        reader.rewind();
        return new PcapRxQueue(reader, conf.endless(), setup, context.portId());
    }

    @Override
    public TxQueue txQueue(final TxQueueSetup setup) {
        return files.writers().isEmpty() ? new DiscardTxQueue(setup.counters())
            : new PcapTxQueue(files.writers().get(setup.index()), clock, setup.counters());
    }

    @Override
    public void stop() {
        super.stop();
        files.readers().stream().filter(reader -> reader.next() == PcapReader.BROKEN).forEach(reader ->
            log.log(Level.WARNING, context.name() + ": rx_pcap=" + reader.path() + " breaks off: no record at byte " + reader.position()));
    }

    @Override
    public void close() {
        files.close();
    }

    @Override
    public MacAddress mac() {
        return new MacAddress(MAC_PREFIX | context.portId() & 0xff);
    }
}
