package dev.pollmode.pmd.vf.mlx;

import dev.pollmode.bus.pci.PciDevice;
import dev.pollmode.bus.pci.PciDriver;
import dev.pollmode.bus.pci.PciId;
import dev.pollmode.ethdev.EthDevs;
import dev.pollmode.mlx5.prm.PciIds;
import java.util.List;

/// Drives ConnectX virtual functions.
public final class MlxVfDriver implements PciDriver {
    static final String NAME = "net_mlx5_vf";

    /// For [java.util.ServiceLoader].
    public MlxVfDriver() {
    }

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public List<PciId> ids() {
        return PciIds.VIRTUAL_FUNCTIONS.stream().sorted().map(device -> PciId.of(PciIds.VENDOR, device)).toList();
    }

    @Override
    public String usage() {
        return String.join(",", DriverArguments.keys());
    }

    @Override
    public void probe(final PciDevice device) {
        EthDevs.of(device.eal()).attach(device, device.name(), context -> new MlxPort(context, device));
    }

    @Override
    public void remove(final PciDevice device) {
        EthDevs.of(device.eal()).closeAll(device);
    }
}
