package dev.pollmode.pmd.pcap;

import dev.pollmode.test.support.PortContract;
import java.nio.file.Path;
import org.junit.jupiter.api.io.TempDir;

final class PcapPortContractTest extends PortContract {
    @TempDir
    private Path directory;

    @Override
    protected String devargs() {
        final Captures capture = Captures.little();
        for (int i = 0; i < 100; i++) {
            capture.packet(i, 0, 60 + i);
        }
        final Path in = capture.writeTo(directory.resolve("in.pcap"));
        return "net_pcap0,rx_pcap=" + in + ",tx_pcap=" + directory.resolve("out.pcap") + ",infinite_rx=1";
    }
}
