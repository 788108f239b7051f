/// What tests of all modules share, and needs none of them.
module dev.pollmode.test.base {
    requires jdk.management;

    exports dev.pollmode.test.base;
}
