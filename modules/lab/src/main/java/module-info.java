/// The lab: a guest of Hyper-V made of software, in which a VF leaves and returns under traffic.
///
/// Knows drivers by the names of devices only; the device behind the VF is `mlx5-model`.
module dev.pollmode.lab {
    requires dev.pollmode.eal;
    requires dev.pollmode.ethdev;
    requires dev.pollmode.mbuf;
    requires dev.pollmode.sys;
    requires dev.pollmode.mlx5.model;
    requires dev.pollmode.testpmd.spi;
    requires dev.pollmode.vfio.user;
}
