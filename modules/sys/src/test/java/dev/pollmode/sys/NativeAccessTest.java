package dev.pollmode.sys;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import java.io.BufferedReader;
import java.io.File;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// EA-30.
class NativeAccessTest {
    @Test
    void testsRunInTheNamedModule() {
        assertThat(NativeAccess.class.getModule().getName()).isEqualTo("dev.pollmode.sys");
        assertThat(NativeAccess.class.getModule().isNativeAccessEnabled()).isTrue();
    }

    @Test
    void isGrantedHere() {
        assertThatCode(NativeAccess::require).doesNotThrowAnyException();
    }

    @Test
    void aModuleWithoutItIsToldTheOption() {
        assertThat(NativeAccess.problem(Object.class.getModule())).isNull();
        assertThat(NativeAccess.problem(NativeAccessTest.class.getClassLoader().getUnnamedModule()))
            .isEqualTo("Pollmode calls into the kernel: start java with --enable-native-access=ALL-UNNAMED");
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void aModuleThatWasNotGrantedItSaysSoInOneLineAndCallsNothing(final boolean named) throws Exception {
        final String target = named ? "dev.pollmode.sys" : "ALL-UNNAMED";
        final List<String> output = run(named, false);
        assertThat(output).first().asString()
            .endsWith("Pollmode calls into the kernel: start java with --enable-native-access=" + target);
        assertThat(output).doesNotContain("granted").noneMatch(line -> line.startsWith("WARNING"));
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void aCallThatNobodyCheckedBeforeSaysTheSame(final boolean named) throws Exception {
        assertThat(run(named, false, "call")).first().asString()
            .contains("LinkageError: Pollmode calls into the kernel: start java with --enable-native-access=");
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void withTheOptionItRunsWithoutAnyWarning(final boolean named) throws Exception {
        assertThat(run(named, true)).containsExactly("granted");
        assertThat(run(named, true, "call")).containsExactly("granted");
    }

    private static List<String> run(final boolean named, final boolean granted, final String... arguments) throws Exception {
        final String classes = location(NativeAccess.class);
        final String tests = location(NativeAccessMain.class);
        final List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        if (granted) {
            command.add("--enable-native-access=" + (named ? "dev.pollmode.sys" : "ALL-UNNAMED"));
        }
        if (named) {
            command.addAll(List.of("-p", classes, "--patch-module", "dev.pollmode.sys=" + tests, "-m",
                "dev.pollmode.sys/" + NativeAccessMain.class.getName()));
        } else {
            command.addAll(List.of("-cp", classes + File.pathSeparator + tests, NativeAccessMain.class.getName()));
        }
        command.addAll(List.of(arguments));
        final Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        try (BufferedReader reader = process.inputReader()) {
            return reader.readAllLines();
        } finally {
            process.waitFor();
        }
    }

    /// The test classes are patched into the module: each class tells the folder that it came from.
    private static String location(final Class<?> type) throws Exception {
        final String file = type.getSimpleName() + ".class";
        final Path path = Path.of(type.getResource(file).toURI());
        return path.getParent().getParent().getParent().getParent().toString();
    }
}
