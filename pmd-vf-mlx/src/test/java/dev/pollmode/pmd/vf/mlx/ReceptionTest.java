package dev.pollmode.pmd.vf.mlx;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.pollmode.ethdev.EthConf;
import dev.pollmode.ethdev.EthDev;
import dev.pollmode.ethdev.EthDevException;
import dev.pollmode.ethdev.MacAddress;
import dev.pollmode.ethdev.MacFilter;
import dev.pollmode.ethdev.MulticastFilter;
import dev.pollmode.ethdev.RxOffload;
import dev.pollmode.ethdev.VlanFilter;
import dev.pollmode.ethdev.VlanOffload;
import dev.pollmode.mbuf.Mbuf;
import dev.pollmode.mlx5.model.ModelConfig;
import dev.pollmode.sys.Errno;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.stream.LongStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// Addresses beside the default one, and VLANs.
@Timeout(180)
class ReceptionTest {
    private static final MacAddress SECOND = MacAddress.parse("02:00:00:00:00:02");
    private static final MacAddress THIRD = MacAddress.parse("02:00:00:00:00:03");
    private static final int UNTAGGED = -1;

    @TempDir
    private Path directory;
    private ModelPort lab;
    private EthDev port;

    @BeforeEach
    void open() {
        lab = new ModelPort(directory, ModelConfig.DEFAULT);
    }

    @AfterEach
    void close() throws Exception {
        lab.close();
    }

    private Mbuf frame(final MacAddress destination, final int vlan, final int mark) {
        final byte[] bytes = new byte[64];
        System.arraycopy(destination.bytes(), 0, bytes, 0, 6);
        bytes[12] = (byte) (vlan >= 0 ? 0x81 : 0x88);
        bytes[13] = (byte) (vlan >= 0 ? 0x00 : 0xb5);
        bytes[14] = (byte) (vlan >> 8);
        bytes[15] = (byte) vlan;
        bytes[63] = (byte) mark;
        return lab.packet(bytes);
    }

    /// Sends a frame, and then one that comes for sure: so the first came before or never.
    private boolean comes(final MacAddress destination, final int vlan) {
        ModelPort.send(port, frame(destination, vlan, 1));
        ModelPort.send(port, frame(port.mac(), UNTAGGED, 2));
        final Mbuf first = ModelPort.receive(port);
        final boolean came = first.getByte(63) == 1;
        first.free();
        if (came) {
            ModelPort.receive(port).free();
        }
        return came;
    }

    private boolean comes(final MacAddress destination) {
        return comes(destination, UNTAGGED);
    }

    @Test
    void addressesAreAddedAndRemoved() {
        port = lab.started();
        final MacAddress own = port.mac();
        final MacFilter filter = port.capability(MacFilter.class);
        assertThat(comes(SECOND)).isFalse();
        filter.addMac(SECOND);
        filter.addMac(SECOND);
        filter.addMac(THIRD);
        assertThat(filter.macs()).containsExactly(own, SECOND, THIRD);
        assertThat(comes(SECOND)).isTrue();
        assertThat(comes(THIRD)).isTrue();
        filter.removeMac(SECOND);
        assertThat(comes(SECOND)).isFalse();
        assertThat(comes(THIRD)).isTrue();
        port.stop();
        port.start();
        assertThat(comes(THIRD)).isTrue();
        assertThatThrownBy(() -> filter.removeMac(SECOND)).isInstanceOfSatisfying(EthDevException.class,
            e -> assertThat(e.errno()).isEqualTo(Errno.ENOENT));
        port.mac(THIRD);
        assertThat(filter.macs()).containsExactly(THIRD);
        assertThat(comes(own)).isFalse();
    }

    @Test
    void asManyAddressesAndGroupsAsThePortSays() {
        port = lab.started();
        final MacFilter filter = port.capability(MacFilter.class);
        final int most = port.info().maxMacAddresses();
        assertThat(most).isGreaterThan(1);
        for (int i = 1; i < most; i++) {
            filter.addMac(new MacAddress(0x02_00_00_00_01_00L + i));
        }
        final List<MacAddress> groups = LongStream.range(0, Steering.MAX_GROUPS).mapToObj(i -> new MacAddress(0x01_00_5e_00_00_00L + i)).toList();
        port.capability(MulticastFilter.class).multicastMacs(groups);
        assertThat(comes(new MacAddress(0x02_00_00_00_01_00L + most - 1))).isTrue();
        assertThat(comes(groups.getLast())).isTrue();
        assertThatThrownBy(() -> filter.addMac(SECOND)).isInstanceOfSatisfying(EthDevException.class,
            e -> assertThat(e.errno()).isEqualTo(Errno.ENOSPC));
    }

    @Test
    void onlyVlansThatWereLetInComeWhereTheyAreFiltered() {
        port = lab.started(EthConf.queues(1, 1).withRxOffloads(Set.of(RxOffload.VLAN_FILTER)));
        final VlanFilter filter = port.capability(VlanFilter.class);
        final VlanOffload offload = port.capability(VlanOffload.class);
        assertThat(offload.vlanOffloads()).containsExactly(RxOffload.VLAN_FILTER);
        assertThat(comes(port.mac(), 7)).isFalse();
        assertThat(comes(port.mac(), UNTAGGED)).isTrue();
        filter.vlanFilter(7, true);
        filter.vlanFilter(4095, true);
        filter.vlanFilter(0, true);
        assertThat(comes(port.mac(), 7)).isTrue();
        assertThat(comes(port.mac(), 0x6007)).isTrue();
        assertThat(comes(port.mac(), 4095)).isTrue();
        assertThat(comes(port.mac(), 0)).isTrue();
        assertThat(comes(port.mac(), 8)).isFalse();
        assertThat(comes(SECOND, 7)).isFalse();
        filter.vlanFilter(7, false);
        assertThat(comes(port.mac(), 7)).isFalse();
        port.stop();
        port.start();
        assertThat(comes(port.mac(), 4095)).isTrue();
        assertThat(comes(port.mac(), 7)).isFalse();
    }

    @Test
    void theFilterIsTurnedOnAndOffWhileFramesFlow() {
        port = lab.started();
        final VlanFilter filter = port.capability(VlanFilter.class);
        final VlanOffload offload = port.capability(VlanOffload.class);
        filter.vlanFilter(5, true);
        assertThat(comes(port.mac(), 6)).isTrue();
        offload.vlanOffloads(Set.of(RxOffload.VLAN_FILTER));
        assertThat(comes(port.mac(), 6)).isFalse();
        assertThat(comes(port.mac(), 5)).isTrue();
        offload.vlanOffloads(Set.of());
        assertThat(comes(port.mac(), 6)).isTrue();
    }
}
