package dev.pollmode.ethdev;

import org.junit.jupiter.api.Test;
import org.openjdk.jcstress.JCStress;
import org.openjdk.jcstress.Options;

/// Runs the tests of this package in JVMs of their own, compiled in all ways; fails when one sees what is forbidden.
class StressTest {
    @Test
    void queuesAndCallbacksAreLetGoOnlyWhenNobodyIsInside() throws Exception {
        final Options options = new Options(new String[] {"-m", System.getProperty("jcstress.mode"), "-r", "jcstress",
            "-jvmArgsPrepend", "--enable-native-access=ALL-UNNAMED"});
        if (!options.parse()) {
            throw new IllegalStateException("jcstress does not take its options");
        }
        new JCStress(options).run();
    }
}
