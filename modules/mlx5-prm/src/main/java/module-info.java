/// The formats of ConnectX devices: what driver and device say to each other, declared once for both.
@SuppressWarnings("module") // mlx5 is the name of the device family: the digit is no version.
module dev.pollmode.mlx5.prm {
    exports dev.pollmode.mlx5.prm;
}
