/// The vfio-user protocol: a device in one process, its driver in another, a socket between them.
///
/// [dev.pollmode.vfio.user.VfioUserServer] offers a device, [dev.pollmode.vfio.user.VfioUserClient] drives one. The structs
/// that the protocol shares with the kernel's VFIO are declared here too, for both.
module dev.pollmode.vfio.user {
    requires transitive dev.pollmode.sys;
    exports dev.pollmode.vfio.user;
}
