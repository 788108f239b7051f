/// Commands of testpmd: what a module provides to add its own, without knowing the application.
module dev.pollmode.testpmd.spi {
    requires transitive dev.pollmode.ethdev;

    exports dev.pollmode.testpmd.spi;
}
