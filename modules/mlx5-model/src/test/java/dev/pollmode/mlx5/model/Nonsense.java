package dev.pollmode.mlx5.model;

import dev.pollmode.mlx5.prm.Command;
import dev.pollmode.mlx5.prm.CommandEntry;
import dev.pollmode.mlx5.prm.CommandHeader;
import dev.pollmode.mlx5.prm.CreateMkey;
import dev.pollmode.mlx5.prm.MkeyContext;
import dev.pollmode.mlx5.prm.QueueState;
import dev.pollmode.mlx5.prm.SendWqe;
import dev.pollmode.mlx5.prm.SqContext;
import dev.pollmode.mlx5.prm.Struct;
import dev.pollmode.mlx5.prm.Uar;
import dev.pollmode.mlx5.prm.UmrWqe;
import dev.pollmode.sys.Mem;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;

/// What a hostile or broken driver might do.
final class Nonsense {

    private Nonsense() {
    }

    /// Makes some queues, then sends commands with random bits flipped, scribbles over rings and rings random doorbells.
    static void throwAt(final TestDriver driver, final Random random, final int steps) {
        final TestPort port = new TestPort(driver);
        final List<TestSq> sending = new ArrayList<>();
        final List<TestRq> receiving = new ArrayList<>();
        for (int type = 0; type < 4; type++) {
            sending.add(new TestSq(driver, new TestCq(driver, 6, -1, false, 0), 6, true,
                context -> context.set(SqContext.RLKY, 1).set(SqContext.REG_UMR, 1)));
            receiving.add(new TestRq(driver, new TestCq(driver, 6, type, false, 0), type, 5, 1, 2048, context -> { }));
        }
        port.open(9022);
        port.everythingTo(port.directTarget(receiving.get(random.nextInt(4)).number));
        final int[] keys = IntStream.of(1, 1, 2, 2, 3, 3).map(mode -> freeKey(driver, mode)).toArray();
        final long mark = driver.host.mark();
        final Command[] commands = Command.values();
        for (int i = 0; i < steps; i++) {
            driver.host.release(mark);
            switch (random.nextInt(9)) {
                case 0, 1, 2 -> command(driver, random, commands[random.nextInt(commands.length)]);
                case 3 -> send(sending.get(random.nextInt(4)), random);
                case 4 -> scribble(driver, receiving.get(random.nextInt(4)), random);
                case 5 -> doorbell(driver, random);
                case 6 -> update(sending.get(random.nextInt(4)), keys, random);
                case 7 -> revive(sending.get(random.nextInt(4)), receiving.get(random.nextInt(4)));
                default -> entry(driver, random);
            }
        }
    }

    private static void command(final TestDriver driver, final Random random, final Command command) {
        if (command == Command.DISABLE_HCA || command == Command.TEARDOWN_HCA) {
            return;
        }
        final Struct in = command.input().allocate(random.nextInt(40) * 8);
        final int density = random.nextInt(4);
        for (int j = 8; j < in.length() && density > 0; j++) {
            if (random.nextInt(density * 8) == 0) {
                in.setByte(j, random.nextInt(4) == 0 ? random.nextInt(256) : random.nextInt(0x28));
            }
        }
        in.set(CommandHeader.OP_MOD, random.nextInt(4));
        driver.post(0, in.at(0, 8 + random.nextInt(in.length() - 7)), 8 + random.nextInt(0x400));
        driver.finish(0, Struct.of(new byte[16]));
    }

    private static void send(final TestSq sq, final Random random) {
        final Struct wqe = TestSq.wqe(1 + random.nextInt(40), random.nextInt(3), random.nextBoolean() ? 0x0a : random.nextInt(0x30), random.nextBoolean());
        for (int j = 12; j < wqe.length(); j++) {
            if (random.nextInt(3) == 0) {
                wqe.setByte(j, random.nextInt(256));
            }
        }
        sq.post(wqe);
        if (random.nextInt(20) == 0) {
            sq.producer += random.nextInt(70_000);
        }
        sq.ring();
    }

    private static int freeKey(final TestDriver driver, final int mode) {
        final Struct in = CreateMkey.In.LAYOUT.allocate();
        in.at(CreateMkey.In.MEMORY_KEY_MKEY_ENTRY).set(MkeyContext.FREE, 1).set(MkeyContext.UMR_EN, 1).set(MkeyContext.ACCESS_MODE_1_0, mode)
            .set(MkeyContext.LR, 1).set(MkeyContext.LW, 1).set(MkeyContext.PD, driver.pd).set(MkeyContext.LEN, 1 << 16)
            .set(MkeyContext.LOG_PAGE_SIZE, 12).set(MkeyContext.TRANSLATIONS_OCTWORD_SIZE, 16);
        return driver.command(in, CreateMkey.Out.LAYOUT).get(CreateMkey.Out.MKEY_INDEX) << 8;
    }

    /// Changes a key, whose entries lead to any key and anywhere, and sends from under another.
    private static void update(final TestSq sq, final int[] keys, final Random random) {
        final Struct wqe = TestSq.wqe(8 + random.nextInt(20), 0, SendWqe.OPCODE_UMR, true).setInt(SendWqe.IMMEDIATE, keys[random.nextInt(keys.length)]);
        wqe.setByte(UmrWqe.FLAGS, random.nextInt(256)).setInt(UmrWqe.OCTOWORDS, random.nextInt(20) << 16 | random.nextInt(20));
        wqe.setLong(UmrWqe.MASK, random.nextBoolean() ? UmrWqe.SELECT_FREE : random.nextLong());
        for (int at = UmrWqe.ENTRIES; at + 16 <= wqe.length(); at += 16) {
            wqe.setLong(at, (long) random.nextInt() << 32 | keys[random.nextInt(keys.length)]);
            wqe.setLong(at + 8, random.nextBoolean() ? random.nextInt(1 << 17) : Host.IOVA + random.nextInt(1 << 20));
        }
        sq.post(wqe);
        sq.post(TestSq.pointer(TestSq.wqe(3, 0, SendWqe.OPCODE_SEND, true), SendWqe.DATA, 1 + random.nextInt(9000), keys[random.nextInt(keys.length)],
            random.nextInt(1 << 17)));
        sq.ring();
    }

    private static void scribble(final TestDriver driver, final TestRq rq, final Random random) {
        final byte[] bytes = new byte[1 + random.nextInt(64)];
        random.nextBytes(bytes);
        Mem.copy(bytes, 0, rq.wqe(random.nextInt(16)), bytes.length);
        rq.post(random.nextInt(40));
        if (random.nextInt(10) == 0) {
            Mem.putLong(driver.host.address(rq.cq.record()), random.nextLong());
        }
    }

    private static void doorbell(final TestDriver driver, final Random random) {
        final long offset = random.nextBoolean() ? Uar.offset(driver.uar) + random.nextInt(512) * 8 : random.nextLong(Mlx5Device.BAR0_LENGTH / 8) * 8;
        if (offset != 0x10 && offset != 0x18) {
            driver.bar.write(offset, random.nextBoolean() ? 8 : 4, random.nextBoolean() ? random.nextLong() : random.nextInt(0x3000));
        }
        driver.bar.read(offset, 1 + random.nextInt(8));
    }

    private static void revive(final TestSq sq, final TestRq rq) {
        sq.move(QueueState.ERR, QueueState.RST);
        sq.reset();
        sq.move(QueueState.RST, QueueState.RDY);
        rq.move(QueueState.ERR, QueueState.RST);
        rq.producer = 0;
        rq.post(0);
        rq.move(QueueState.RST, QueueState.RDY);
    }

    private static void entry(final TestDriver driver, final Random random) {
        final byte[] bytes = new byte[CommandEntry.SIZE];
        random.nextBytes(bytes);
        bytes[0] = 7;
        bytes[1] = 0;
        bytes[2] = 0;
        bytes[3] = 0;
        bytes[CommandEntry.RESERVED] = 0;
        final Struct entry = Struct.of(bytes);
        entry.setInt(CommandEntry.INPUT_LENGTH, random.nextInt(0x2000)).setInt(CommandEntry.OUTPUT_LENGTH, random.nextInt(0x2000));
        entry.setLong(CommandEntry.INPUT_POINTER, Host.IOVA + random.nextInt(64) * 512L).setLong(CommandEntry.OUTPUT_POINTER, Host.IOVA + random.nextInt(64) * 512L);
        driver.write(driver.commandQueue + 64L * 9, entry);
        driver.ring(1 << 9 | random.nextInt() & 0x7ffffe00);
    }
}
