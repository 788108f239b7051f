/// The `net_mlx5_vf` driver: ports that are virtual functions of ConnectX cards, driven without a kernel driver.
@SuppressWarnings("module") // mlx5 is the name of the device family: the digit is no version.
module dev.pollmode.pmd.vf.mlx {
    requires dev.pollmode.bus.pci;
    requires dev.pollmode.ethdev;
    requires dev.pollmode.mlx5.prm;
    requires dev.pollmode.sys;

    provides dev.pollmode.bus.pci.PciDriver with dev.pollmode.pmd.vf.mlx.MlxVfDriver;
}
