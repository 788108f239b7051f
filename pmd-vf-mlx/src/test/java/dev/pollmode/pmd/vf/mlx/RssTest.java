package dev.pollmode.pmd.vf.mlx;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.pollmode.ethdev.EthConf;
import dev.pollmode.ethdev.EthDev;
import dev.pollmode.ethdev.EthDevException;
import dev.pollmode.ethdev.RssControl;
import dev.pollmode.ethdev.RssHash;
import dev.pollmode.ethdev.RxOffload;
import dev.pollmode.mbuf.Mbuf;
import dev.pollmode.mbuf.Offload;
import dev.pollmode.mlx5.model.ModelConfig;
import java.math.BigInteger;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// Packets are spread over queues by the hash that was asked for.
@Timeout(180)
class RssTest {
    private static final int QUEUES = 4;
    private static final int FLOWS = 24;
    private static final int ADDRESSES_4 = 26;
    private static final int ADDRESSES_6 = 22;

    @TempDir
    private Path directory;
    private ModelPort lab;
    private EthDev port;
    private RssControl rss;
    private int queue;

    @BeforeEach
    void open() {
        lab = new ModelPort(directory, ModelConfig.DEFAULT);
        port = lab.started(EthConf.queues(QUEUES, 1).withRss(RssHash.IP | RssHash.TCP | RssHash.UDP).withRxOffloads(Set.of(RxOffload.RSS_HASH)));
        rss = port.capability(RssControl.class);
    }

    @AfterEach
    void close() throws Exception {
        lab.close();
    }

    /// Sends a frame, and notes the queue that receives it.
    private Mbuf loop(final byte[] frame) {
        ModelPort.send(port, lab.packet(frame));
        final Mbuf[] in = new Mbuf[1];
        ModelPort.await("a frame on some queue", () -> {
            for (queue = 0; queue < QUEUES; queue++) {
                if (port.rxQueue(queue).rxBurst(in, 0, 1) == 1) {
                    return true;
                }
            }
            return false;
        });
        return in[0];
    }

    /// The Toeplitz hash as it is defined: the exclusive-or of 32 bits of the key for every bit of the input that is set.
    private static int toeplitz(final byte[] key, final byte[] input) {
        final BigInteger bits = new BigInteger(1, key);
        int hash = 0;
        for (int i = 0; i < input.length * 8; i++) {
            if ((input[i / 8] & 0x80 >> i % 8) != 0) {
                hash ^= bits.shiftRight(key.length * 8 - 32 - i).intValue();
            }
        }
        return hash;
    }

    /// Sends a frame and looks for it where the hash over a part of it leads.
    private void expectHash(final byte[] frame, final int offset, final int length) {
        final int hash = toeplitz(rss.rssKey(), Arrays.copyOfRange(frame, offset, offset + length));
        final Mbuf packet = loop(frame);
        assertThat(packet.offloads() & Offload.RX_RSS_HASH).isNotZero();
        assertThat(packet.rssHash()).isEqualTo(hash);
        final int[] table = rss.rssTable();
        assertThat(queue).isEqualTo(table[hash & table.length - 1]);
        assertThat(ModelPort.bytes(packet)).isEqualTo(frame);
        packet.free();
    }

    private void expectUnhashed(final byte[] frame) {
        final Mbuf packet = loop(frame);
        assertThat(packet.offloads() & Offload.RX_RSS_HASH).isZero();
        assertThat(queue).isEqualTo(rss.rssTable()[0]);
        packet.free();
    }

    @Test
    void transportIsHashedWithItsPortsAndTheRestByAddresses() {
        for (int flow = 1; flow <= FLOWS; flow++) {
            expectHash(Packets.ipv4(port.mac(), Packets.UDP, flow, 100), ADDRESSES_4, 12);
            expectHash(Packets.ipv4(port.mac(), Packets.TCP, flow, 100), ADDRESSES_4, 12);
            expectHash(Packets.ipv6(port.mac(), Packets.UDP, flow, 100), ADDRESSES_6, 36);
            expectHash(Packets.ipv6(port.mac(), Packets.TCP, flow, 100), ADDRESSES_6, 36);
            expectHash(Packets.ipv4(port.mac(), Packets.ICMP, flow, 100), ADDRESSES_4, 8);
            expectHash(Packets.ipv6(port.mac(), Packets.ICMP, flow, 100), ADDRESSES_6, 32);
            expectHash(Packets.fragment(Packets.ipv4(port.mac(), Packets.UDP, flow, 100)), ADDRESSES_4, 8);
        }
        final byte[] other = new byte[64];
        System.arraycopy(port.mac().bytes(), 0, other, 0, 6);
        other[12] = (byte) 0x88;
        expectUnhashed(other);
        for (int i = 0; i < QUEUES; i++) {
            assertThat(port.stats().rxErrors()).isZero();
            assertThat(port.rxQueueStats(i).packets()).as("packets of queue %d", i).isPositive();
        }
    }

    @Test
    void keyAndTypesChangeWhileFramesFlow() {
        final byte[] key = new byte[40];
        new Random(5).nextBytes(key);
        rss.rssHash(key, RssHash.NONFRAG_IPV4_UDP);
        assertThat(rss.rssKey()).isEqualTo(key);
        expectHash(Packets.ipv4(port.mac(), Packets.UDP, 3, 80), ADDRESSES_4, 12);
        expectUnhashed(Packets.ipv4(port.mac(), Packets.TCP, 3, 80));
        expectUnhashed(Packets.ipv6(port.mac(), Packets.UDP, 3, 80));
        rss.rssHash(null, RssHash.IPV4);
        assertThat(rss.rssHashTypes()).isEqualTo(RssHash.IPV4);
        expectHash(Packets.ipv4(port.mac(), Packets.UDP, 3, 80), ADDRESSES_4, 8);
        expectHash(Packets.fragment(Packets.ipv4(port.mac(), Packets.TCP, 3, 80)), ADDRESSES_4, 8);
    }

    @Test
    void tableChangesWhileFramesFlowAndOutlastsAStop() {
        final int[] table = rss.rssTable();
        assertThat(table).hasSize(port.info().rssTableSize());
        Arrays.fill(table, 2);
        rss.rssTable(table);
        expectHash(Packets.ipv4(port.mac(), Packets.UDP, 1, 80), ADDRESSES_4, 12);
        assertThat(queue).isEqualTo(2);
        port.stop();
        Arrays.fill(table, 3);
        rss.rssTable(table);
        port.start();
        for (int flow = 0; flow < FLOWS; flow++) {
            expectHash(Packets.ipv4(port.mac(), Packets.TCP, flow, 80), ADDRESSES_4, 12);
            assertThat(queue).isEqualTo(3);
        }
        assertThatThrownBy(() -> rss.rssTable(new int[3])).isInstanceOf(EthDevException.class);
    }

    @Test
    void withoutTypesEverythingComesToTheFirstQueue() {
        port.stop();
        lab.started(EthConf.queues(QUEUES, 1));
        for (int flow = 0; flow < FLOWS; flow++) {
            expectUnhashed(Packets.ipv4(port.mac(), Packets.UDP, flow, 80));
            assertThat(queue).isZero();
        }
    }
}
