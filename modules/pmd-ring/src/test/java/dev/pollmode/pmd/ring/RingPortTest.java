package dev.pollmode.pmd.ring;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pollmode.eal.ThreadSlots;
import dev.pollmode.ethdev.EthConf;
import dev.pollmode.ethdev.EthDev;
import dev.pollmode.ethdev.LinkControl;
import dev.pollmode.ethdev.RxQueue;
import dev.pollmode.ethdev.TxQueue;
import dev.pollmode.mbuf.Mbuf;
import dev.pollmode.mbuf.RingInfo;
import dev.pollmode.mbuf.Rings;
import dev.pollmode.sys.Errno;
import dev.pollmode.test.support.PortTest;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// ET-36: ports whose queues are rings.
final class RingPortTest extends PortTest {
    private static final int PACKETS = Integer.getInteger("pollmode.soak", 1) * 100_000;

    private final Mbuf[] burst = new Mbuf[64];

    @Override
    protected String devargs() {
        return "net_ring0";
    }

    private Mbuf numbered(final int number) {
        final Mbuf mbuf = pool().tryAlloc();
        if (mbuf != null) {
            mbuf.append(60);
            mbuf.putInt(0, number);
        }
        return mbuf;
    }

    @Test
    void theModuleIsNamed() {
        assertThat(RingDriver.class.getModule().getName()).isEqualTo("dev.pollmode.pmd.ring");
    }

    @Test
    void receivesWhatItSentOnTheSameQueueInOrder() {
        setUp(port(), EthConf.queues(2, 2));
        port().start();
        for (int i = 0; i < 4; i++) {
            burst[i] = numbered(i);
        }

        assertThat(port().txQueue(1).txBurst(burst, 0, 4)).isEqualTo(4);

        assertThat(port().rxPending(1)).isEqualTo(4);
        assertThat(port().rxQueue(0).rxBurst(burst, 0, 8)).isZero();
        assertThat(port().rxQueue(1).rxBurst(burst, 0, 8)).isEqualTo(4);
        for (int i = 0; i < 4; i++) {
            assertThat(burst[i].getInt(0)).isEqualTo(i);
        }
        Mbuf.freeBulk(burst, 0, 4);
        assertThat(port().stats().rxPackets()).isEqualTo(port().stats().txPackets()).isEqualTo(4);
    }

    @Test
    void leavesWhatDoesNotFitToTheSender() {
        start(port());
        int sent = 0;
        for (int taken = BURST; taken == BURST; sent += taken) {
            taken = send(port().txQueue(0), BURST);
        }

        assertThat(sent).isEqualTo(1023);
        assertThat(port().stats().txPackets()).isEqualTo(1023);
    }

    /// ET-39: DPDK's names for them.
    @Test
    void itsRingsCanBeLookedAtByName() {
        start(port());
        send(port().txQueue(0), 5);

        assertThat(Rings.of(eal()).find("ETH_RXTX0_net_ring0")).contains(new RingInfo("ETH_RXTX0_net_ring0", false, 1024, 1023, 5));
        assertThat(Rings.of(eal()).find("ETH_RXTX15_net_ring0")).isPresent();
        port().close();
        assertThat(Rings.of(eal()).find("ETH_RXTX0_net_ring0")).isEmpty();
    }

    @Test
    void whatWaitsInItsRingsComesHomeWhenItIsClosed() {
        start(port());
        send(port().txQueue(0), BURST);

        port().close();

        assertThat(pool().inUse()).isZero();
    }

    // ---- shared rings ----

    @Test
    void portsShareRingsByName() {
        final EthDev one = plug("net_ring1,nodeaction=shared:0:CREATE");
        final EthDev two = plug("eth_ring2,nodeaction=shared:0:ATTACH");
        start(one);
        start(two);

        assertThat(send(one.txQueue(0), 8)).isEqualTo(8);
        assertThat(receive(two.rxQueue(0))).isEqualTo(8);
        assertThat(send(two.txQueue(0), 8)).isEqualTo(8);
        one.close();
        assertThat(receive(two.rxQueue(0))).as("after the port that made them left").isEqualTo(8);
        send(two.txQueue(0), 8);
        two.close();

        assertThat(pool().inUse()).isZero();
        plug("net_ring3,nodeaction=shared:0:CREATE");
    }

    @Test
    @Timeout(60)
    void twoPortsCarryPacketsBetweenTwoThreads() throws InterruptedException {
        final EthDev one = plug("net_ring1,nodeaction=between:0:CREATE");
        final EthDev two = plug("net_ring2,nodeaction=between:0:ATTACH");
        start(one);
        start(two);
        final AtomicReference<Throwable> failure = new AtomicReference<>();
        final RxQueue rx = two.rxQueue(0);
        final Thread receiver = Thread.ofPlatform().start(() -> {
            try (var _ = ThreadSlots.register()) {
                receiveAll(rx);
            } catch (final RuntimeException | Error e) {
                failure.set(e);
            }
        });
        sendAll(one.txQueue(0), receiver);
        receiver.join();

        assertThat(failure.get()).isNull();
        assertThat(two.stats().rxPackets()).isEqualTo(one.stats().txPackets()).isEqualTo(PACKETS);
    }

    private void sendAll(final TxQueue tx, final Thread receiver) {
        int next = 0;
        int waiting = 0;
        while ((next < PACKETS || waiting > 0) && receiver.isAlive()) {
            while (waiting < burst.length && next < PACKETS) {
                final Mbuf mbuf = numbered(next);
                if (mbuf == null) {
                    break;
                }
                burst[waiting++] = mbuf;
                next++;
            }
            final int sent = tx.txBurst(burst, 0, waiting);
            System.arraycopy(burst, sent, burst, 0, waiting - sent);
            waiting -= sent;
            if (sent == 0) {
                Thread.yield();
            }
        }
        Mbuf.freeBulk(burst, 0, waiting);
    }

    private static void receiveAll(final RxQueue rx) {
        final Mbuf[] received = new Mbuf[32];
        int expected = 0;
        while (expected < PACKETS) {
            final int count = rx.rxBurst(received, 0, received.length);
            for (int i = 0; i < count; i++) {
                assertThat(received[i].getInt(0)).isEqualTo(expected++);
            }
            Mbuf.freeBulk(received, 0, count);
            if (count == 0) {
                Thread.yield();
            }
        }
    }

    @Test
    void ringsAreMadeOnceAndMustBeThere() {
        plug("net_ring1,nodeaction=r:0:CREATE");

        assertThat(refusal(Errno.EEXIST, () -> plug("net_ring2,nodeaction=r:0:CREATE"))).contains("r", "ATTACH");
        assertThat(refusal(Errno.ENOENT, () -> plug("net_ring2,nodeaction=other:0:ATTACH"))).contains("other", "CREATE");
        assertThat(ports().find("net_ring2")).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({"'nodeaction=r:0', CREATE", "'nodeaction=:0:CREATE', nodeaction", "'nodeaction=r:x:CREATE', x", "'nodeaction=r:-1:CREATE', -1",
        "'nodeaction=r:0:create', create", "'nodeaction=r:0:CREATE:1', nodeaction", "'nodeaction=', nodeaction", "'bad=1', bad"})
    void namesTheWrongArgument(final String arguments, final String named) {
        assertThat(refusal(Errno.EINVAL, () -> plug("net_ring1," + arguments))).contains(named);
        assertThat(ports().find("net_ring1")).isEmpty();
    }

    @Test
    void itsLinkGoesUpAndDown() {
        assertThat(port().link().up()).isFalse();
        start(port());
        assertThat(port().link().text()).isEqualTo("Link up at 10 Gbps FDX Fixed");

        port().capability(LinkControl.class).setLink(false);

        assertThat(port().link().up()).isFalse();
    }
}
