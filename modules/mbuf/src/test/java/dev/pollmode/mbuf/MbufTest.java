package dev.pollmode.mbuf;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.pollmode.eal.MemoryRegion;
import dev.pollmode.sys.Mem;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/// ET-34: packet buffers.
class MbufTest {
    private final TestPool test = new TestPool();
    private final Mempool pool = test.pool;

    @AfterEach
    void close() {
        test.close();
    }

    @Test
    void isEmptyWithHeadroomWhenTaken() {
        final Mbuf mbuf = pool.tryAlloc();
        assertThat(mbuf.dataLength()).isZero();
        assertThat(mbuf.packetLength()).isZero();
        assertThat(mbuf.segments()).isEqualTo(1);
        assertThat(mbuf.next()).isNull();
        assertThat(mbuf.refcnt()).isEqualTo(1);
        assertThat(mbuf.port()).isEqualTo(Mbuf.NO_PORT);
        assertThat(mbuf.offloads()).isZero();
        assertThat(mbuf.packetType()).isZero();
        assertThat(mbuf.headroom()).isEqualTo(Mbuf.HEADROOM);
        assertThat(mbuf.tailroom()).isEqualTo(2048);
        assertThat(mbuf.bufferLength()).isEqualTo(Mbuf.BUFFER_LENGTH);
        assertThat(mbuf.dataAddress()).isEqualTo(mbuf.bufferAddress() + Mbuf.HEADROOM);
        assertThat(mbuf.sanityCheck()).isNull();
        mbuf.free();
    }

    @Test
    void isAsNewAfterAnotherOwner() {
        final Mbuf[] all = new Mbuf[256];
        assertThat(pool.getBulk(all, 0, 256)).isTrue();
        for (final Mbuf mbuf : all) {
            mbuf.headroom(7);
            mbuf.append(100);
            mbuf.offloads(-1);
            mbuf.packetType(-1);
            mbuf.port(3);
        }
        all[0].chain(all[1]);
        Mbuf.freeBulk(all, 2, 254);
        all[0].free();
        assertThat(pool.getBulk(all, 0, 256)).isTrue();
        for (final Mbuf mbuf : all) {
            assertThat(mbuf.headroom()).isEqualTo(Mbuf.HEADROOM);
            assertThat(mbuf.packetLength() | mbuf.dataLength()).isZero();
            assertThat(mbuf.offloads()).isZero();
            assertThat(mbuf.packetType()).isZero();
            assertThat(mbuf.port()).isEqualTo(Mbuf.NO_PORT);
            assertThat(mbuf.segments()).isEqualTo(1);
            assertThat(mbuf.next()).isNull();
        }
        Mbuf.freeBulk(all, 0, 256);
    }

    @Test
    void growsAndShrinksAtBothEnds() {
        final Mbuf packet = test.packet(100, 0);
        assertThat(packet.prepend(28)).isTrue();
        assertThat(packet.headroom()).isEqualTo(100);
        assertThat(packet.append(50)).isTrue();
        assertThat(packet.packetLength()).isEqualTo(178);
        assertThat(packet.getByte(28)).isZero();
        assertThat(packet.adjust(30)).isTrue();
        assertThat(packet.trim(50)).isTrue();
        assertThat(packet.packetLength()).isEqualTo(98);
        assertThat(packet.getByte(0)).isEqualTo((byte) 2);
        assertThat(packet.getByte(97)).isEqualTo((byte) 99);
        assertThat(packet.sanityCheck()).isNull();
        packet.free();
    }

    @Test
    void refusesToGrowOrShrinkBeyondTheBuffer() {
        final Mbuf packet = test.packet(100, 0);
        assertThat(packet.prepend(Mbuf.HEADROOM + 1)).isFalse();
        assertThat(packet.append(1949)).isFalse();
        assertThat(packet.adjust(101)).isFalse();
        assertThat(packet.trim(101)).isFalse();
        assertThat(packet.prepend(-1) | packet.append(-1) | packet.adjust(-1) | packet.trim(-1)).isFalse();
        assertThat(packet.append(Integer.MAX_VALUE) | packet.prepend(Integer.MAX_VALUE)).isFalse();
        assertThat(TestPool.bytes(packet)).isEqualTo(TestPool.count(100, 0));
        assertThat(packet.prepend(Mbuf.HEADROOM)).isTrue();
        assertThat(packet.append(1948)).isTrue();
        assertThat(packet.tailroom()).isZero();
        packet.free();
    }

    @Test
    void movesTheBeginningWithinTheBuffer() {
        final Mbuf packet = pool.tryAlloc();
        packet.headroom(0).dataLength(Mbuf.BUFFER_LENGTH);
        assertThat(packet.tailroom()).isZero();
        assertThatThrownBy(() -> packet.headroom(1)).isInstanceOf(IndexOutOfBoundsException.class)
            .hasMessageContaining("headroom(1) of a buffer of 2176 bytes holding 2176");
        assertThatThrownBy(() -> packet.headroom(-1)).isInstanceOf(IndexOutOfBoundsException.class);
        assertThatThrownBy(() -> packet.dataLength(Mbuf.BUFFER_LENGTH + 1)).isInstanceOf(IndexOutOfBoundsException.class);
        assertThatThrownBy(() -> packet.dataLength(-1)).isInstanceOf(IndexOutOfBoundsException.class);
        packet.free();
    }

    @Test
    void readsAndWritesInNetworkOrder() {
        final Mbuf packet = test.packet(8, 1);
        assertThat(packet.getShort(0)).isEqualTo((short) 0x0102);
        assertThat(packet.getInt(1)).isEqualTo(0x02030405);
        assertThat(packet.getLong(0)).isEqualTo(0x0102030405060708L);
        packet.putLong(0, 0x1122334455667788L);
        packet.putInt(2, 0xaabbccdd);
        packet.putShort(6, (short) 0xeeff);
        assertThat(packet.getLong(0)).isEqualTo(0x1122aabbccddeeffL);
        assertThat(packet.data().byteSize()).isEqualTo(8);
        packet.free();
    }

    @Test
    void refusesEveryAccessOutsideTheData() {
        final Mbuf packet = test.packet(16, 0);
        final byte[] bytes = new byte[32];
        for (final int offset : new int[] {-1, 16, 2048, Integer.MAX_VALUE, Integer.MIN_VALUE}) {
            assertThatThrownBy(() -> packet.getByte(offset)).as("getByte " + offset).isInstanceOf(IndexOutOfBoundsException.class);
            assertThatThrownBy(() -> packet.putByte(offset, (byte) 0)).as("putByte " + offset).isInstanceOf(IndexOutOfBoundsException.class);
        }
        for (final int offset : new int[] {-1, 9, 16, Integer.MAX_VALUE - 3, Integer.MIN_VALUE}) {
            assertThatThrownBy(() -> packet.getLong(offset)).as("getLong " + offset).isInstanceOf(IndexOutOfBoundsException.class);
            assertThatThrownBy(() -> packet.putLong(offset, 0)).as("putLong " + offset).isInstanceOf(IndexOutOfBoundsException.class);
        }
        assertThatThrownBy(() -> packet.getShort(15)).isInstanceOf(IndexOutOfBoundsException.class);
        assertThatThrownBy(() -> packet.putShort(15, (short) 0)).isInstanceOf(IndexOutOfBoundsException.class);
        assertThatThrownBy(() -> packet.getInt(13)).isInstanceOf(IndexOutOfBoundsException.class)
            .hasMessageContaining("access to 4 bytes at 13 of the 16 bytes of Mbuf[test#");
        assertThatThrownBy(() -> packet.putInt(13, 0)).isInstanceOf(IndexOutOfBoundsException.class);
        assertThatThrownBy(() -> packet.getBytes(8, bytes, 0, 9)).isInstanceOf(IndexOutOfBoundsException.class);
        assertThatThrownBy(() -> packet.putBytes(0, bytes, 0, 17)).isInstanceOf(IndexOutOfBoundsException.class);
        assertThatThrownBy(() -> packet.getBytes(0, bytes, 0, -1)).isInstanceOf(IndexOutOfBoundsException.class);
        assertThatThrownBy(() -> packet.getBytes(0, bytes, 20, 16)).as("outside the array").isInstanceOf(IndexOutOfBoundsException.class);
        packet.free();
    }

    @Test
    void refusesAFreedMbuf() {
        final Mbuf packet = test.packet(16, 0);
        packet.free();
        assertThatThrownBy(() -> packet.getByte(0)).isInstanceOf(IllegalStateException.class).hasMessageContaining("use after free of Mbuf[test#");
        assertThatThrownBy(() -> packet.putLong(0, 1)).isInstanceOf(IllegalStateException.class);
        assertThatThrownBy(packet::data).isInstanceOf(IllegalStateException.class);
        assertThatThrownBy(() -> packet.cloneInto(pool)).isInstanceOf(IllegalStateException.class);
        assertThatThrownBy(() -> packet.addReferences(1)).isInstanceOf(IllegalStateException.class);
        assertThat(packet.sanityCheck()).isEqualTo("the mbuf is free");
    }

    @Test
    void refusesASecondFree() {
        final Mbuf packet = test.packet(16, 0);
        packet.free();
        assertThatThrownBy(packet::free).isInstanceOf(IllegalStateException.class).hasMessageContaining("double free of Mbuf[test#");
        final Mbuf other = test.packet(1, 0);
        final Mbuf[] twice = {other, other};
        assertThatThrownBy(() -> Mbuf.freeBulk(twice, 0, 2)).isInstanceOf(IllegalStateException.class).hasMessageContaining("double free");
        assertThat(pool.available()).isEqualTo(256);
    }

    @Test
    void chainsAndUnchains() {
        final Mbuf packet = test.packet(10, 0);
        packet.chain(test.packet(20, 10));
        final Mbuf tail = test.packet(5, 30);
        tail.chain(test.packet(5, 35));
        packet.chain(tail);
        assertThat(packet.segments()).isEqualTo(4);
        assertThat(packet.packetLength()).isEqualTo(40);
        assertThat(packet.isContiguous()).isFalse();
        assertThat(packet.sanityCheck()).isNull();
        assertThat(TestPool.bytes(packet)).isEqualTo(TestPool.count(40, 0));
        assertThat(packet.lastSegment().getByte(4)).isEqualTo((byte) 39);
        assertThat(packet.append(3)).as("in the last segment").isTrue();
        assertThat(packet.lastSegment().dataLength()).isEqualTo(8);
        assertThat(packet.trim(8)).isTrue();
        assertThat(packet.trim(1)).as("the last segment is empty").isFalse();
        final Mbuf rest = packet.unchain();
        assertThat(packet.segments()).isEqualTo(1);
        assertThat(packet.packetLength()).isEqualTo(10);
        assertThat(rest.segments()).isEqualTo(3);
        assertThat(rest.packetLength()).isEqualTo(25);
        assertThat(rest.sanityCheck()).isNull();
        assertThat(packet.unchain()).isNull();
        packet.free();
        rest.free();
    }

    @Test
    void refusesToChainToItself() {
        final Mbuf packet = test.packet(10, 0);
        assertThatThrownBy(() -> packet.chain(packet)).isInstanceOf(IllegalStateException.class);
        packet.free();
    }

    @Test
    void linearizes() {
        final Mbuf packet = test.packet(10, 0);
        packet.chain(test.packet(20, 10));
        packet.chain(test.packet(30, 30));
        assertThat(packet.linearize()).isTrue();
        assertThat(packet.isContiguous()).isTrue();
        assertThat(TestPool.bytes(packet)).isEqualTo(TestPool.count(60, 0));
        assertThat(pool.inUse()).as("the others went home").isEqualTo(1);
        assertThat(packet.linearize()).as("already").isTrue();
        packet.free();
    }

    @Test
    void refusesToLinearizeWithoutRoomOrAlone() {
        final Mbuf packet = test.packet(1000, 0);
        packet.chain(test.packet(1049, 0));
        assertThat(packet.linearize()).isFalse();
        assertThat(packet.segments()).isEqualTo(2);
        packet.free();
        final Mbuf shared = test.packet(10, 0);
        shared.chain(test.packet(10, 10));
        final Mbuf clone = shared.cloneInto(pool);
        assertThat(shared.linearize()).isFalse();
        assertThat(clone.linearize()).isFalse();
        clone.free();
        assertThat(shared.linearize()).isTrue();
        shared.free();
    }

    @Test
    void cloneSharesBytesAndOutlivesTheOriginal() {
        final Mbuf packet = test.packet(10, 0);
        packet.chain(test.packet(10, 10));
        packet.port(3);
        packet.offloads(Offload.RX_VLAN);
        packet.vlanTci(77);
        packet.timestamp(99);
        final Mempool indirect = Mempool.builder(test.eal, "indirect").count(8).bufferLength(0).cacheSize(0).create();
        final Mbuf clone = packet.cloneInto(indirect);
        assertThat(clone.segments()).isEqualTo(2);
        assertThat(clone.packetLength()).isEqualTo(20);
        assertThat(clone.port()).isEqualTo(3);
        assertThat(clone.offloads()).isEqualTo(Offload.RX_VLAN);
        assertThat(clone.vlanTci()).isEqualTo(77);
        assertThat(clone.timestamp()).isEqualTo(99);
        assertThat(clone.dataAddress()).isEqualTo(packet.dataAddress());
        assertThat(packet.refcnt()).isEqualTo(2);
        assertThat(packet.ownsBytes()).isFalse();
        assertThat(clone.ownsBytes()).isFalse();
        packet.putByte(0, (byte) 0x55);
        assertThat(clone.getByte(0)).isEqualTo((byte) 0x55);
        packet.free();
        assertThat(pool.inUse()).as("the clone holds both segments").isEqualTo(2);
        assertThat(clone.getByte(9)).isEqualTo((byte) 9);
        final Mbuf second = clone.cloneInto(indirect);
        clone.free();
        assertThat(TestPool.bytes(second)).hasSize(20).startsWith(0x55, 1, 2);
        second.free();
        assertThat(pool.inUse()).isZero();
        assertThat(indirect.inUse()).isZero();
    }

    @Test
    void cloneTakesNothingWhenThePoolIsExhausted() {
        final Mempool indirect = Mempool.builder(test.eal, "indirect").count(2).bufferLength(0).cacheSize(0).create();
        final Mbuf packet = test.packet(10, 0);
        packet.chain(test.packet(10, 10));
        packet.chain(test.packet(10, 20));
        assertThat(packet.cloneInto(indirect)).isNull();
        assertThat(indirect.inUse()).isZero();
        assertThat(packet.refcnt()).isEqualTo(1);
        assertThat(packet.next().refcnt()).isEqualTo(1);
        packet.free();
    }

    @Test
    void attachesAndDetaches() {
        final Mbuf direct = test.packet(10, 0);
        final Mbuf shown = pool.tryAlloc();
        final long own = shown.bufferAddress();
        shown.attach(direct);
        assertThat(shown.bufferAddress()).isEqualTo(direct.bufferAddress());
        assertThat(shown.dataLength()).isEqualTo(10);
        assertThatThrownBy(() -> shown.attach(direct)).isInstanceOf(IllegalStateException.class);
        shown.detach();
        assertThat(shown.bufferAddress()).isEqualTo(own);
        assertThat(shown.dataLength()).isZero();
        assertThat(shown.tailroom()).isEqualTo(2048);
        assertThat(direct.refcnt()).isEqualTo(1);
        assertThatThrownBy(() -> shown.attach(shown)).isInstanceOf(IllegalStateException.class);
        shown.free();
        direct.free();
    }

    @Test
    void refusesToAttachWhatIsChainedOrShared() {
        final Mbuf direct = test.packet(10, 0);
        final Mbuf chained = test.packet(10, 0);
        chained.chain(test.packet(10, 0));
        assertThatThrownBy(() -> chained.attach(direct)).isInstanceOf(IllegalStateException.class).hasMessageContaining("chained");
        chained.free();
        final Mbuf shared = test.packet(10, 0);
        final Mbuf clone = shared.cloneInto(pool);
        assertThatThrownBy(() -> shared.attach(direct)).isInstanceOf(IllegalStateException.class);
        clone.free();
        shared.free();
        direct.free();
    }

    @Test
    void externalMemoryIsReleasedOnceByTheLastMbuf() {
        final AtomicInteger released = new AtomicInteger();
        final MemoryRegion memory = test.eal.memory().allocate("external", 4096, 64);
        Mem.fill(memory.address(), 4096, (byte) 0x7e);
        final ExternalBuffer buffer = new ExternalBuffer(memory.address(), memory.iova(memory.address()), 4096, released::incrementAndGet);
        final Mbuf first = pool.tryAlloc();
        first.attachExternal(buffer);
        first.dataLength(1000);
        assertThat(first.getByte(999)).isEqualTo((byte) 0x7e);
        assertThat(first.headroom()).isZero();
        assertThat(first.tailroom()).isEqualTo(3096);
        final Mbuf clone = first.cloneInto(pool);
        assertThat(buffer.users()).isEqualTo(2);
        assertThat(clone.dataLength()).isEqualTo(1000);
        first.free();
        assertThat(released).hasValue(0);
        assertThat(clone.getByte(0)).isEqualTo((byte) 0x7e);
        Mbuf.freeBulk(new Mbuf[] {clone}, 0, 1);
        assertThat(released).hasValue(1);
        memory.close();
        assertThatThrownBy(() -> new ExternalBuffer(0, 0, -1, () -> { })).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void bulkFreeBringsEachHome() {
        final Mempool other = test.pool("other", 64);
        final Mbuf[] mixed = new Mbuf[60];
        for (int i = 0; i < mixed.length; i++) {
            mixed[i] = (i % 7 < 3 ? pool : other).tryAlloc();
        }
        mixed[5].chain(pool.tryAlloc());
        mixed[6].chain(other.tryAlloc());
        final Mbuf clone = mixed[10].cloneInto(other);
        assertThat(pool.inUse() + other.inUse()).isEqualTo(63);
        Mbuf.freeBulk(mixed, 0, mixed.length);
        assertThat(pool.inUse() + other.inUse()).as("the clone and what it shows").isEqualTo(2);
        clone.free();
        assertThat(pool.inUse()).isZero();
        assertThat(other.inUse()).isZero();
        Mbuf.freeBulk(mixed, 0, 0);
    }

    @Test
    void countsOwners() {
        final Mbuf packet = test.packet(10, 0);
        packet.addReferences(2);
        assertThat(packet.refcnt()).isEqualTo(3);
        packet.free();
        packet.free();
        assertThat(packet.getByte(3)).isEqualTo((byte) 3);
        packet.free();
        assertThat(packet.refcnt()).isZero();
        assertThatThrownBy(() -> packet.addReferences(0)).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void ownersInSeveralThreadsFreeItOnce() throws InterruptedException {
        for (int round = 0; round < 300; round++) {
            final Mbuf packet = test.packet(10, 0);
            packet.addReferences(3);
            final Thread[] threads = new Thread[4];
            for (int i = 0; i < threads.length; i++) {
                threads[i] = new Thread(packet::free);
            }
            for (final Thread thread : threads) {
                thread.start();
            }
            for (final Thread thread : threads) {
                thread.join();
            }
            assertThat(pool.available()).as("round " + round).isEqualTo(256);
        }
    }

    @Test
    void sanityCheckNamesWhatIsWrong() {
        final Mbuf packet = test.packet(10, 0);
        final Mbuf second = test.packet(10, 0);
        packet.chain(second);
        second.dataLength(11);
        assertThat(packet.sanityCheck()).isEqualTo("21 bytes, not the 20 it claims");
        second.dataLength(10);
        assertThat(packet.sanityCheck()).isNull();
        packet.free();
    }

    @Test
    void tellsItsStateInWords() {
        final Mbuf packet = test.packet(20, 0);
        packet.chain(test.packet(4, 0x40));
        assertThat(packet.dump(22)).contains("dump mbuf at test#", "pkt_len=24", "nb_segs=2", "len=20", "len=4", "refcnt=1",
            "00000000: 00 01 02 03 04 05 06 07 08 09 0A 0B 0C 0D 0E 0F", "00000010: 10 11 12 13", "00000000: 40 41" + System.lineSeparator());
        assertThat(packet.toString()).contains("length=24", "segments=2");
        packet.free();
    }

    @Test
    void receivedIsOneStepForADriver() {
        final Mbuf[] raw = new Mbuf[8];
        assertThat(pool.getBulkRaw(raw, 0, 8)).isTrue();
        for (int i = 0; i < 8; i++) {
            raw[i].received(60 + i, 2);
            assertThat(raw[i].packetLength()).isEqualTo(60 + i);
            assertThat(raw[i].dataLength()).isEqualTo(60 + i);
            assertThat(raw[i].port()).isEqualTo(2);
            assertThat(raw[i].headroom()).isEqualTo(Mbuf.HEADROOM);
            assertThat(raw[i].sanityCheck()).isNull();
        }
        Mbuf.freeBulk(raw, 0, 8);
    }

    @Test
    void packsHeaderLengths() {
        final long lengths = TxLengths.of(127, 511, 255, 65535);
        assertThat(new int[] {TxLengths.l2Length(lengths), TxLengths.l3Length(lengths), TxLengths.l4Length(lengths), TxLengths.segmentSize(lengths)})
            .containsExactly(127, 511, 255, 65535);
        final long common = TxLengths.of(14, 20, 32, 1448);
        assertThat(new int[] {TxLengths.l2Length(common), TxLengths.l3Length(common), TxLengths.l4Length(common), TxLengths.segmentSize(common)})
            .containsExactly(14, 20, 32, 1448);
    }

    @Test
    void namesOffloadsAndTypes() {
        assertThat(Offload.rxNames(0)).isEqualTo("RTE_MBUF_F_RX_L4_CKSUM_UNKNOWN RTE_MBUF_F_RX_IP_CKSUM_UNKNOWN");
        assertThat(Offload.rxNames(Offload.RX_VLAN | Offload.RX_L4_CKSUM_NONE | Offload.RX_IP_CKSUM_GOOD))
            .isEqualTo("RTE_MBUF_F_RX_VLAN RTE_MBUF_F_RX_L4_CKSUM_NONE RTE_MBUF_F_RX_IP_CKSUM_GOOD");
        assertThat(Offload.txNames(Offload.TX_IPV4 | Offload.TX_UDP_CKSUM | Offload.TX_TCP_SEG))
            .isEqualTo("RTE_MBUF_F_TX_TCP_SEG RTE_MBUF_F_TX_UDP_CKSUM RTE_MBUF_F_TX_IPV4");
        assertThat(PacketType.names(PacketType.L2_ETHER_VLAN | PacketType.L3_IPV6_EXT | PacketType.L4_FRAG))
            .isEqualTo("L2_ETHER_VLAN L3_IPV6_EXT L4_FRAG");
        assertThat(PacketType.names(0)).isEqualTo("UNKNOWN");
        for (int type = 0; type < 0x1000; type++) {
            assertThat(PacketType.names(type)).isNotEmpty();
        }
    }
}
