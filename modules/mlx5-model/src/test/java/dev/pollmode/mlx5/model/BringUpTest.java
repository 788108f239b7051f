package dev.pollmode.mlx5.model;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pollmode.mlx5.prm.AccessRegister;
import dev.pollmode.mlx5.prm.AllocPd;
import dev.pollmode.mlx5.prm.CapabilityType;
import dev.pollmode.mlx5.prm.CommandHeader;
import dev.pollmode.mlx5.prm.CommandStatus;
import dev.pollmode.mlx5.prm.DeallocPd;
import dev.pollmode.mlx5.prm.DisableHca;
import dev.pollmode.mlx5.prm.EnableHca;
import dev.pollmode.mlx5.prm.EventType;
import dev.pollmode.mlx5.prm.HcaCap;
import dev.pollmode.mlx5.prm.InitHca;
import dev.pollmode.mlx5.prm.ManagePages;
import dev.pollmode.mlx5.prm.QueryHcaCap;
import dev.pollmode.mlx5.prm.RegisterId;
import dev.pollmode.mlx5.prm.Struct;
import dev.pollmode.mlx5.prm.TeardownHca;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class BringUpTest {
    private final Host host = new Host(16 << 20);
    private final Mlx5Device device = new Mlx5Device(ModelConfig.DEFAULT, host.dma, vector -> host.interrupts.incrementAndGet(vector), new LoopWire());
    private final TestDriver driver = new TestDriver(host, device);

    @AfterEach
    void close() {
        device.close();
        host.close();
    }

    @Test
    void theInitSegmentTellsRevisionAndQueue() {
        assertThat(device.readBar0(0x4, 4) >>> 16).isEqualTo(5);
        assertThat(device.readBar0(0x14, 4) & 0xff).isEqualTo(0x56);
        assertThat(device.readBar0(0x1fc, 1)).isZero();
        assertThat(device.readBar0(0x23d, 1)).isZero();
        assertThat(device.readBar0(0x23e, 2)).isZero();
        assertThat(device.readBar0(0x230, 4)).isNotEqualTo(0xffffffffL);
    }

    @Test
    void comesUpInTheOrderOfTheDrivers() {
        driver.startWithObjects(1L << EventType.COMMAND);
        final Struct caps = driver.capabilities(CapabilityType.GENERAL, true);
        assertThat(caps.get(HcaCap.PORT_TYPE)).isEqualTo(1);
        assertThat(caps.get(HcaCap.VPORT_GROUP_MANAGER)).isZero();
        assertThat(driver.uar).isEqualTo(0x10);
        assertThat(driver.eqn).isEqualTo(0x10);
    }

    @Test
    void goesDownAndGivesAllPagesBack() {
        driver.start();
        driver.command(TeardownHca.In.LAYOUT.allocate(), TeardownHca.Out.LAYOUT);
        final Struct in = ManagePages.In.LAYOUT.allocate().set(CommandHeader.OP_MOD, 2).set(ManagePages.In.INPUT_NUM_ENTRIES, 100);
        final Struct out = ManagePages.Out.LAYOUT.allocate(100 * Long.BYTES);
        assertThat(driver.tryCommand(in, out)).isZero();
        assertThat(out.get(ManagePages.Out.OUTPUT_NUM_ENTRIES)).isEqualTo(ModelConfig.DEFAULT.bootPages() + ModelConfig.DEFAULT.initPages());
        assertThat(out.getLong(ManagePages.Out.PAS.offset()) & 0xfff).isZero();
        driver.command(DisableHca.In.LAYOUT.allocate(), DisableHca.Out.LAYOUT);
        assertThat(driver.tryCommand(InitHca.In.LAYOUT.allocate(), InitHca.Out.LAYOUT.allocate())).isEqualTo(CommandStatus.BAD_SYSTEM_STATE);
    }

    @Test
    void refusesWhatComesTooEarly() {
        driver.attach();
        assertThat(driver.tryCommand(AllocPd.In.LAYOUT.allocate(), AllocPd.Out.LAYOUT.allocate())).isEqualTo(CommandStatus.BAD_SYSTEM_STATE);
        driver.command(EnableHca.In.LAYOUT.allocate(), EnableHca.Out.LAYOUT);
        assertThat(driver.tryCommand(InitHca.In.LAYOUT.allocate(), InitHca.Out.LAYOUT.allocate())).isEqualTo(CommandStatus.BAD_SYSTEM_STATE);
    }

    @Test
    void refusesUnknownCommandsVariantsAndLengths() {
        driver.start();
        final Struct out = Struct.of(new byte[16]);
        assertThat(driver.tryCommand(Struct.of(new byte[16]).set(CommandHeader.OPCODE, 0xfff), out)).isEqualTo(CommandStatus.BAD_OPCODE);
        assertThat(driver.tryCommand(AllocPd.In.LAYOUT.allocate().set(CommandHeader.OP_MOD, 7), out)).isEqualTo(CommandStatus.BAD_OPCODE);
        assertThat(driver.tryCommand(AllocPd.In.LAYOUT.allocate().at(0, 8), out)).isEqualTo(CommandStatus.BAD_INPUT_LENGTH);
        assertThat(driver.tryCommand(AllocPd.In.LAYOUT.allocate(), Struct.of(new byte[8]))).isEqualTo(CommandStatus.BAD_OUTPUT_LENGTH);
        assertThat(out.get(CommandHeader.SYNDROME)).isNotZero();
    }

    @Test
    void theNodeSaysWhatItIs() {
        driver.start();
        final Struct in = AccessRegister.In.LAYOUT.allocate(64).set(CommandHeader.OP_MOD, RegisterId.READ)
            .set(AccessRegister.In.REGISTER_ID, RegisterId.NODE_DESC);
        final Struct out = Struct.of(new byte[AccessRegister.Out.REGISTER_DATA.offset() + 64]);
        assertThat(driver.tryCommand(in, out)).isZero();
        assertThat(new String(out.from(AccessRegister.Out.REGISTER_DATA.offset()).toByteArray(), StandardCharsets.US_ASCII))
            .startsWith("ConnectX model").hasSize(64);
        in.set(AccessRegister.In.REGISTER_ID, 0x1234);
        assertThat(driver.tryCommand(in, out)).isEqualTo(CommandStatus.BAD_PARAMETER);
    }

    @Test
    void answersACapabilityQueryThatWantsLess() {
        driver.start();
        final Struct out = Struct.of(new byte[1112]);
        assertThat(driver.tryCommand(QueryHcaCap.In.LAYOUT.allocate(), out)).isZero();
        assertThat(out.from(0x10).getInt(0x18)).isNotZero();
    }

    @Test
    void anObjectEndsOnce() {
        driver.startWithObjects(0);
        final int pd = driver.command(AllocPd.In.LAYOUT.allocate(), AllocPd.Out.LAYOUT).get(AllocPd.Out.PD);
        final Struct in = DeallocPd.In.LAYOUT.allocate().set(DeallocPd.In.PD, pd);
        driver.command(in, DeallocPd.Out.LAYOUT);
        assertThat(driver.tryCommand(in, DeallocPd.Out.LAYOUT.allocate())).isEqualTo(CommandStatus.BAD_RESOURCE);
    }

    /// The driver still waits for the answer by polling when it makes the queue.
    @Test
    void theCommandThatMakesTheEventQueueIsNotToldOfThere() {
        driver.startWithObjects(0);
        driver.createEq(1L << EventType.COMMAND);
        driver.command(AllocPd.In.LAYOUT.allocate(), AllocPd.Out.LAYOUT);
        driver.awaitEvent(EventType.COMMAND);
        assertThat(driver.event()).isZero();
    }

    @Test
    void aShortOutputMayEndWithItsLastField() {
        driver.start();
        driver.command(TeardownHca.In.LAYOUT.allocate(), TeardownHca.Out.LAYOUT);
        assertThat(driver.tryCommand(DisableHca.In.LAYOUT.allocate(), Struct.of(new byte[12]))).isZero();
    }

    @Test
    void tellsOfCommandsByEventAndInterrupt() {
        driver.startWithObjects(1L << EventType.COMMAND);
        TestDriver.await("interrupt", () -> host.interrupts.get(1) > 0);
        driver.awaitEvent(EventType.COMMAND);
        while (driver.event() != 0) {
            continue;
        }
        final int before = host.interrupts.get(1);
        driver.command(AllocPd.In.LAYOUT.allocate(), AllocPd.Out.LAYOUT);
        driver.awaitEvent(EventType.COMMAND);
        assertThat(host.interrupts.get(1)).as("not armed").isEqualTo(before);
        driver.armEq();
        driver.command(AllocPd.In.LAYOUT.allocate(), AllocPd.Out.LAYOUT);
        TestDriver.await("interrupt of an armed queue", () -> host.interrupts.get(1) == before + 1);
    }

    @Test
    void aResetForgetsEverything() {
        driver.startWithObjects(0);
        device.reset();
        final TestDriver again = new TestDriver(host, device);
        again.startWithObjects(0);
        assertThat(again.uar).isEqualTo(0x10);
    }

    @Test
    void aSoftwareResetByRegisterComesBackDisabled() {
        driver.start();
        device.writeBar0(0x14, 4, 0x700);
        assertThat(device.readBar0(0x14, 4) >>> 8 & 7).isEqualTo(1);
        assertThat(device.readBar0(0x1fc, 4) >>> 31).isZero();
        final TestDriver again = new TestDriver(host, device);
        again.start();
        assertThat(device.readBar0(0x14, 4) >>> 8 & 7).isZero();
    }

    /// Snabb asks a ConnectX-4 for a reset, with no address in the word, after it wrote the address; and goes on.
    @Test
    void aSoftwareResetKeepsTheAddressOfTheCommandQueue() {
        driver.attach();
        driver.bar.write(0x14, 4, 0x700);
        TestDriver.await("end of the reset", () -> driver.bar.read(0x1fc, 4) >>> 31 == 0);
        assertThat(driver.bar.read(0x14, 4) & 0xfffff000L).isEqualTo(driver.commandQueue & 0xfffff000L);
        driver.command(EnableHca.In.LAYOUT.allocate(), EnableHca.Out.LAYOUT);
    }

    @Test
    void readsAllOnesOnceItIsGone() {
        driver.start();
        device.remove();
        assertThat(device.readBar0(0x0, 4)).isEqualTo(0xffffffffL);
        assertThat(device.readBar0(0x1fc, 1)).isEqualTo(0xff);
        assertThat(device.readBar0(0x230, 8)).isEqualTo(-1L);
        device.reset();
        new TestDriver(host, device).start();
    }
}
