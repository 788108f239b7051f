package dev.pollmode.mlx5.model;

import dev.pollmode.mlx5.prm.CqContext;
import dev.pollmode.mlx5.prm.Cqe;
import dev.pollmode.mlx5.prm.CreateCq;
import dev.pollmode.mlx5.prm.MiniCqe;
import dev.pollmode.mlx5.prm.Struct;
import dev.pollmode.mlx5.prm.Uar;
import dev.pollmode.sys.Mem;
import java.util.ArrayDeque;

/// A completion queue as software sees it, compressed completions included.
final class TestCq {
    /// A completion, taken out of the ring.
    ///
    /// @param bytes the entry, or the title it shares with others
    /// @param byteCount of this packet
    /// @param counter WQE counter or stride of this packet
    /// @param word the first word of a compressed entry, or 0
    /// @param compressed whether it came with others
    record Completion(Struct bytes, int byteCount, int counter, int word, boolean compressed) {
        int opcode() {
            return Cqe.opcode(bytes.getByte(Cqe.OP_OWN));
        }

        int syndrome() {
            return bytes.getByte(Cqe.SYNDROME);
        }

        int wqeId() {
            return bytes.getInt(0) & 0xffff;
        }

        int types() {
            return bytes.getInt(Cqe.HEADER_TYPES) >>> 16;
        }

        int hash() {
            return bytes.getInt(Cqe.RSS_HASH);
        }
    }

    final int number;
    final int logSize;
    final boolean collapsed;
    int compressedSessions;
    int consumer;
    private final TestDriver driver;
    private final long ring;
    private final long record;
    private final ArrayDeque<Completion> unpacked = new ArrayDeque<>();
    private int armSequence;

    /// @param format of compressed completions, or -1 for none
    TestCq(final TestDriver driver, final int logSize, final int format, final boolean collapsed, final int moderation) {
        this.driver = driver;
        this.logSize = logSize;
        this.collapsed = collapsed;
        this.ring = driver.host.allocate((long) Cqe.SIZE << logSize, 4096);
        this.record = driver.host.allocate(8, 64);
        for (int i = 0; i < 1 << logSize; i++) {
            Mem.putByte(driver.host.address(ring) + (long) i * Cqe.SIZE + Cqe.OP_OWN, (byte) 0xf1);
        }
        final int logPage = Math.max(0, logSize + Cqe.LOG_SIZE - 12);
        final Struct in = CreateCq.In.LAYOUT.allocate(Long.BYTES);
        in.at(CreateCq.In.CQ_CONTEXT).set(CqContext.LOG_CQ_SIZE, logSize).set(CqContext.UAR_PAGE, driver.uar).set(CqContext.C_EQN, driver.eqn)
            .set(CqContext.LOG_PAGE_SIZE, logPage).set(CqContext.DBR_ADDR, record).set(CqContext.CC, collapsed).set(CqContext.OI, collapsed);
        if (format >= 0) {
            in.at(CreateCq.In.CQ_CONTEXT).set(CqContext.CQE_COMP_EN, 1).set(CqContext.MINI_CQE_RES_FORMAT, format & 3)
                .set(CqContext.MINI_CQE_RES_FORMAT_EXT, format >>> 2);
        }
        if (moderation > 0) {
            in.at(CreateCq.In.CQ_CONTEXT).set(CqContext.CQ_MAX_COUNT, moderation).set(CqContext.CQ_PERIOD, 4000);
        }
        in.at(CreateCq.In.PAS).setLong(0, ring);
        this.number = driver.command(in, CreateCq.Out.LAYOUT).get(CreateCq.Out.CQN);
    }

    long record() {
        return record;
    }

    /// {@return the entry with an index, as it lies in memory}
    Struct entry(final int index) {
        return Struct.of(Mem.bytes(address(index), Cqe.SIZE));
    }

    private long address(final int index) {
        return driver.host.address(ring) + (long) (index & (1 << logSize) - 1) * Cqe.SIZE;
    }

    /// {@return the next completion, or null}
    Completion poll() {
        if (!unpacked.isEmpty()) {
            return unpacked.poll();
        }
        final long at = address(consumer);
        final int opOwn = Mem.getByteAcquire(at + Cqe.OP_OWN) & 0xff;
        if ((opOwn & 1) != (consumer >>> logSize & 1) || Cqe.opcode(opOwn) == Cqe.OPCODE_INVALID) {
            return null;
        }
        final Struct bytes = entry(consumer);
        if (Cqe.format(opOwn) == Cqe.FORMAT_COMPRESSED) {
            unpack(bytes);
        } else {
            unpacked.add(new Completion(bytes, bytes.getInt(Cqe.BYTE_COUNT), bytes.getInt(Cqe.WQE_COUNTER) >>> 16, 0, false));
            consumer++;
        }
        Mem.putIntRelease(driver.host.address(record), Integer.reverseBytes(consumer & 0xffffff));
        return unpacked.poll();
    }

    private void unpack(final Struct title) {
        compressedSessions++;
        final int count = title.getInt(Cqe.BYTE_COUNT);
        final int counter = title.getInt(Cqe.WQE_COUNTER) >>> 16;
        for (int i = 0; i < count; i++) {
            final long mini = address(consumer + MiniCqe.slot(i)) + (long) (i % MiniCqe.PER_SLOT) * MiniCqe.SIZE;
            unpacked.add(new Completion(title, Mem.getIntBe(mini + MiniCqe.BYTE_COUNT), counter + i & 0xffff, Mem.getIntBe(mini), true));
        }
        // As drivers do: entries after the title become invalid.
        for (int i = 1; i < count; i++) {
            Mem.putByte(address(consumer + i) + Cqe.OP_OWN, (byte) 0xf0);
        }
        consumer += count;
    }

    Completion await() {
        final Completion[] found = new Completion[1];
        TestDriver.await("completion", () -> {
            found[0] = poll();
            return found[0] != null;
        });
        return found[0];
    }

    void arm(final boolean solicited) {
        final int word = Uar.cqArm(armSequence++, consumer) | (solicited ? Uar.ARM_SOLICITED : 0);
        Mem.putIntRelease(driver.host.address(record + 4), Integer.reverseBytes(word));
        driver.bar.write(Uar.offset(driver.uar) + Uar.CQ_ARM, 8, (long) word << 32 | number);
    }
}
