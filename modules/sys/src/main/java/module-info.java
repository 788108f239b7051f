/// Calls into the Linux kernel. The only module that needs native access.
module dev.pollmode.sys {
    exports dev.pollmode.sys;
}
