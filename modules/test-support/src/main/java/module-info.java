/// What tests of several modules share: conditions, the contract of ports, the search for leaks.
module dev.pollmode.test.support {
    requires transitive dev.pollmode.ethdev;
    requires transitive org.junit.jupiter.api;
    requires transitive org.assertj.core;
    requires dev.pollmode.test.base;

    exports dev.pollmode.test.support;
}
