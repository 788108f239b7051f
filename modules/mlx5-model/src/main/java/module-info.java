/// A ConnectX virtual function in software: for tests, and for a lab without hardware.
@SuppressWarnings("module") // mlx5 is the name of the device family: the digit is no version.
module dev.pollmode.mlx5.model {
    requires transitive dev.pollmode.mlx5.prm;
    requires transitive dev.pollmode.vfio.user;
    requires dev.pollmode.sys;

    exports dev.pollmode.mlx5.model;
}
