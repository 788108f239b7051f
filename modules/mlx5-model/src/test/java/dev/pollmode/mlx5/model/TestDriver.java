package dev.pollmode.mlx5.model;

import dev.pollmode.mlx5.prm.AllocPd;
import dev.pollmode.mlx5.prm.AllocTransportDomain;
import dev.pollmode.mlx5.prm.AllocUar;
import dev.pollmode.mlx5.prm.CapabilityType;
import dev.pollmode.mlx5.prm.CommandEntry;
import dev.pollmode.mlx5.prm.CommandHeader;
import dev.pollmode.mlx5.prm.CommandStatus;
import dev.pollmode.mlx5.prm.CreateEq;
import dev.pollmode.mlx5.prm.CreateMkey;
import dev.pollmode.mlx5.prm.DeliveryStatus;
import dev.pollmode.mlx5.prm.EnableHca;
import dev.pollmode.mlx5.prm.EqContext;
import dev.pollmode.mlx5.prm.Eqe;
import dev.pollmode.mlx5.prm.HcaCap;
import dev.pollmode.mlx5.prm.InitHca;
import dev.pollmode.mlx5.prm.Layout;
import dev.pollmode.mlx5.prm.Mailbox;
import dev.pollmode.mlx5.prm.ManagePages;
import dev.pollmode.mlx5.prm.MkeyContext;
import dev.pollmode.mlx5.prm.QueryHcaCap;
import dev.pollmode.mlx5.prm.QueryIssi;
import dev.pollmode.mlx5.prm.QueryPages;
import dev.pollmode.mlx5.prm.SetHcaCap;
import dev.pollmode.mlx5.prm.SetIssi;
import dev.pollmode.mlx5.prm.Struct;
import dev.pollmode.mlx5.prm.Uar;
import dev.pollmode.sys.Mem;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;

/// A small driver: the command interface and bring-up in the order of the public drivers.
final class TestDriver {
    static final long TIMEOUT_NS = TimeUnit.SECONDS.toNanos(10);
    private static final int PAGE_SLOT = 31;
    private static final int BOOT = 1;
    private static final int INIT = 2;
    private static final int GIVE = 1;

    final Host host;
    final Bar bar;
    final long commandQueue;
    int uar;
    int pd;
    int transportDomain;
    int eqn;
    int lkey;
    long eqRing;
    int eqConsumer;
    private int token;

    TestDriver(final Host host, final Mlx5Device device) {
        this(host, Bar.of(device));
    }

    TestDriver(final Host host, final Bar bar) {
        this.host = host;
        this.bar = bar;
        this.commandQueue = host.allocate(4096, 4096);
    }

    static void await(final String what, final BooleanSupplier condition) {
        final long end = System.nanoTime() + TIMEOUT_NS;
        for (int round = 0; !condition.getAsBoolean(); round++) {
            if (System.nanoTime() - end > 0) {
                throw new AssertionError("waited in vain: " + what);
            }
            if (round < 100) {
                Thread.onSpinWait();
            } else {
                Thread.yield();
            }
        }
    }

    void attach() {
        bar.write(0x10, 4, commandQueue >>> 32);
        bar.write(0x14, 4, commandQueue & 0xfffff000L);
        await("initializing", () -> bar.read(0x1fc, 4) >>> 31 == 0);
    }

    /// Does everything up to INIT_HCA.
    void start() {
        attach();
        command(EnableHca.In.LAYOUT.allocate(), EnableHca.Out.LAYOUT);
        command(QueryIssi.In.LAYOUT.allocate(), QueryIssi.Out.LAYOUT);
        command(SetIssi.In.LAYOUT.allocate().set(SetIssi.In.CURRENT_ISSI, 1), SetIssi.Out.LAYOUT);
        givePages(pagesWanted(BOOT));
        final Struct caps = capabilities(CapabilityType.GENERAL, true);
        final Struct in = SetHcaCap.In.LAYOUT.allocate();
        in.set(SetHcaCap.In.CAPABILITY, caps);
        in.at(SetHcaCap.In.CAPABILITY).set(HcaCap.CMDIF_CHECKSUM, 0).set(HcaCap.LOG_UAR_PAGE_SZ, 0);
        command(in, SetHcaCap.Out.LAYOUT);
        givePages(pagesWanted(INIT));
        command(InitHca.In.LAYOUT.allocate(), InitHca.Out.LAYOUT);
    }

    /// Does everything up to an event queue, a protection domain and a key for all memory.
    void startWithObjects(final long eventMask) {
        start();
        uar = command(AllocUar.In.LAYOUT.allocate(), AllocUar.Out.LAYOUT).get(AllocUar.Out.UAR);
        createEq(eventMask);
        pd = command(AllocPd.In.LAYOUT.allocate(), AllocPd.Out.LAYOUT).get(AllocPd.Out.PD);
        transportDomain = command(AllocTransportDomain.In.LAYOUT.allocate(), AllocTransportDomain.Out.LAYOUT)
            .get(AllocTransportDomain.Out.TRANSPORT_DOMAIN);
        final Struct in = CreateMkey.In.LAYOUT.allocate();
        in.at(CreateMkey.In.MEMORY_KEY_MKEY_ENTRY).set(MkeyContext.LENGTH64, 1).set(MkeyContext.LR, 1).set(MkeyContext.LW, 1)
            .set(MkeyContext.QPN, 0xffffff).set(MkeyContext.PD, pd).set(MkeyContext.MKEY_7_0, 0x5a);
        lkey = command(in, CreateMkey.Out.LAYOUT).get(CreateMkey.Out.MKEY_INDEX) << 8 | 0x5a;
    }

    void createEq(final long eventMask) {
        eqRing = host.allocate(256 * Eqe.SIZE, 4096);
        for (int i = 0; i < 256; i++) {
            Mem.putByte(host.address(eqRing) + (long) i * Eqe.SIZE + Eqe.OWNER, (byte) 1);
        }
        final Struct in = CreateEq.In.LAYOUT.allocate(Long.BYTES);
        in.at(CreateEq.In.EQ_CONTEXT_ENTRY).set(EqContext.LOG_EQ_SIZE, 8).set(EqContext.UAR_PAGE, uar).set(EqContext.INTR, 1)
            .set(EqContext.LOG_PAGE_SIZE, 2);
        in.set(CreateEq.In.EVENT_BITMASK, eventMask);
        in.at(CreateEq.In.PAS).setLong(0, eqRing);
        eqn = command(in, CreateEq.Out.LAYOUT).get(CreateEq.Out.EQ_NUMBER);
        eqConsumer = 0;
    }

    /// {@return the address of the next event, or 0 if there is none}
    long event() {
        final long at = host.address(eqRing) + (long) (eqConsumer & 255) * Eqe.SIZE;
        if ((Mem.getByteAcquire(at + Eqe.OWNER) & 1) != (eqConsumer >>> 8 & 1)) {
            return 0;
        }
        eqConsumer++;
        return at;
    }

    long awaitEvent(final int type) {
        final long[] found = new long[1];
        await("event of type " + type, () -> {
            final long at = event();
            if (at != 0 && (Mem.getByte(at + Eqe.TYPE) & 0xff) == type) {
                found[0] = at;
            }
            return found[0] != 0;
        });
        return found[0];
    }

    void armEq() {
        bar.write(Uar.offset(uar) + Uar.EQ_ARM, 4, Uar.eqDoorbell(eqn, eqConsumer) & 0xffffffffL);
    }

    Struct capabilities(final int type, final boolean current) {
        final Struct in = QueryHcaCap.In.LAYOUT.allocate();
        in.set(CommandHeader.OP_MOD, current ? CapabilityType.current(type) : CapabilityType.maximum(type));
        return command(in, QueryHcaCap.Out.LAYOUT).at(QueryHcaCap.Out.CAPABILITY);
    }

    int pagesWanted(final int kind) {
        final Struct in = QueryPages.In.LAYOUT.allocate().set(CommandHeader.OP_MOD, kind);
        return command(in, QueryPages.Out.LAYOUT).get(QueryPages.Out.NUM_PAGES);
    }

    void givePages(final int count) {
        final Struct in = ManagePages.In.LAYOUT.allocate(count * Long.BYTES);
        in.set(CommandHeader.OP_MOD, GIVE).set(ManagePages.In.INPUT_NUM_ENTRIES, count);
        for (int i = 0; i < count; i++) {
            in.setLong(ManagePages.In.PAS.offset() + i * Long.BYTES, host.allocate(4096, 4096));
        }
        final Struct out = Struct.of(new byte[0x10]);
        post(PAGE_SLOT, in, out.length());
        finish(PAGE_SLOT, out);
        checkStatus(in, out);
    }

    /// Sends a command that must succeed.
    Struct command(final Struct in, final Layout outLayout) {
        final Struct out = outLayout.allocate();
        final int status = tryCommand(in, out);
        if (status != CommandStatus.OK) {
            checkStatus(in, out);
        }
        return out;
    }

    private static void checkStatus(final Struct in, final Struct out) {
        if (out.get(CommandHeader.STATUS) != 0) {
            throw new AssertionError("command 0x" + Integer.toHexString(in.get(CommandHeader.OPCODE)) + ": "
                + CommandStatus.text(out.get(CommandHeader.STATUS)));
        }
    }

    /// Sends a command.
    ///
    /// @return the status in its output
    int tryCommand(final Struct in, final Struct out) {
        post(0, in, out.length());
        final int delivery = finish(0, out);
        if (delivery != DeliveryStatus.OK) {
            throw new AssertionError("not delivered: " + DeliveryStatus.text(delivery));
        }
        return out.get(CommandHeader.STATUS);
    }

    /// Writes a command into a slot and rings.
    void post(final int slot, final Struct in, final int outLength) {
        token = token % 255 + 1;
        final long inBoxes = boxes(in.length(), in);
        final long outBoxes = boxes(outLength, null);
        final Struct entry = Struct.of(new byte[CommandEntry.SIZE]);
        CommandEntry.encode(entry, in, inBoxes, outLength, outBoxes, token);
        write(commandQueue + slot * 64L, entry);
        ring(1 << slot);
    }

    void ring(final int vector) {
        bar.write(0x18, 4, vector & 0xffffffffL);
    }

    private long boxes(final int length, final Struct message) {
        final int count = Mailbox.count(length);
        final long first = count == 0 ? 0 : host.allocate((long) count * 1024, 1024);
        for (int i = 0; i < count; i++) {
            final Struct box = Struct.of(new byte[Mailbox.SIZE]);
            final int at = CommandHeader.INLINE_LENGTH + i * Mailbox.DATA_SIZE;
            for (int j = 0; message != null && j < Math.min(Mailbox.DATA_SIZE, length - at); j++) {
                box.setByte(j, message.getByte(at + j));
            }
            Mailbox.seal(box, i + 1 < count ? first + (i + 1) * 1024L : 0, i, token);
            write(first + i * 1024L, box);
        }
        return first;
    }

    /// Waits for the answer to a slot.
    ///
    /// @return the delivery status
    int finish(final int slot, final Struct out) {
        final long entry = host.address(commandQueue) + slot * 64L;
        await("answer in slot " + slot, () -> (Mem.getByteAcquire(entry + CommandEntry.STATUS_OWNER) & 1) == 0);
        for (int i = 0; i < Math.min(CommandHeader.INLINE_LENGTH, out.length()); i++) {
            out.setByte(i, Mem.getByte(entry + CommandEntry.OUTPUT + i));
        }
        long box = Mem.getLongBe(entry + CommandEntry.OUTPUT_POINTER);
        for (int at = CommandHeader.INLINE_LENGTH; at < out.length() && box != 0; at += Mailbox.DATA_SIZE) {
            final int count = Math.min(Mailbox.DATA_SIZE, out.length() - at);
            Mem.copy(host.address(box), out.array(), out.arrayOffset() + at, count);
            box = Mem.getLongBe(host.address(box) + Mailbox.NEXT);
        }
        return Mem.getByte(entry + CommandEntry.STATUS_OWNER) >>> 1 & 0x7f;
    }

    void write(final long iova, final Struct bytes) {
        final byte[] array = bytes.toByteArray();
        final int last = array.length - 1;
        Mem.copy(array, 0, host.address(iova), last);
        Mem.putByteRelease(host.address(iova) + last, array[last]);
    }
}
