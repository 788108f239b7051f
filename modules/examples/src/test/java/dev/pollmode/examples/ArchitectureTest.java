package dev.pollmode.examples;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/// Holds the graph of all modules to the rules of `docs/architecture.md`: one concern, one package, dependencies that point downwards.
final class ArchitectureTest {
    private static final List<ModuleSource> MODULES = ModuleSource.all();
    private static final Map<String, ModuleSource> BY_NAME = MODULES.stream().collect(Collectors.toMap(ModuleSource::name, module -> module));
    private static final String PREFIX = "dev.pollmode.";
    private static final String SYS = "dev.pollmode.sys";
    private static final String ETHDEV = "dev.pollmode.ethdev";
    /// Who may use more than the JDK: applications, measurements and what tests share.
    private static final Set<String> WITH_LIBRARIES = Set.of("dev.pollmode.testpmd", "dev.pollmode.benchmarks", "dev.pollmode.test.support");
    /// Applications stand on top: nothing requires them.
    private static final Set<String> APPLICATIONS = Set.of("dev.pollmode.testpmd", "dev.pollmode.lab", "dev.pollmode.benchmarks", "dev.pollmode.examples");
    private static final Pattern NATIVE = Pattern.compile("Linker\\.nativeLinker|SymbolLookup\\.|\\.reinterpret\\(|sun\\.misc\\.Unsafe|\\bnative\\s+\\w+\\s+\\w+\\(");

    private static Stream<DynamicTest> eachModule(final java.util.function.Consumer<ModuleSource> check) {
        return MODULES.stream().map(module -> DynamicTest.dynamicTest(module.name(), () -> check.accept(module)));
    }

    @Test
    void thereAreModules() {
        assertThat(BY_NAME).containsKeys(SYS, "dev.pollmode.eal", ETHDEV, "dev.pollmode.bus.vdev", "dev.pollmode.pmd.tap").hasSizeGreaterThan(15);
    }

    @TestFactory
    Stream<DynamicTest> folderAndNameAgree() {
        return eachModule(module -> {
            final String folder = Path.of(module.folder()).getFileName().toString();
            // `null` is a keyword.
            assertThat(module.name()).isEqualTo(PREFIX + folder.replace("pmd-null", "pmd-nul").replace('-', '.'));
        });
    }

    @TestFactory
    Stream<DynamicTest> oneModuleExportsOnePackageAndWhatOthersImplement() {
        return eachModule(module -> assertThat(module.exports()).isSubsetOf(module.name(), module.name() + ".spi"));
    }

    @TestFactory
    Stream<DynamicTest> driversExportNothingAndProvideAService() {
        return eachModule(module -> {
            if (module.isDriver()) {
                assertThat(module.exports()).isEmpty();
                assertThat(module.provides()).isNotEmpty();
            }
        });
    }

    @TestFactory
    Stream<DynamicTest> onlyApplicationsUseMoreThanTheJdk() {
        return eachModule(module -> {
            if (!WITH_LIBRARIES.contains(module.name())) {
                assertThat(module.requires()).allMatch(name -> name.startsWith(PREFIX) || name.startsWith("java.") || name.startsWith("jdk."));
                assertThat(module.requires()).noneMatch(name -> name.startsWith("jdk.incubator"));
            }
        });
    }

    @TestFactory
    Stream<DynamicTest> dependenciesPointDownwards() {
        return eachModule(module -> {
            final Set<String> reached = closure(module);
            assertThat(reached).as("a circle").doesNotContain(module.name());
            assertThat(reached).doesNotContainAnyElementsOf(APPLICATIONS);
            assertThat(reached).noneMatch(name -> name.startsWith("dev.pollmode.pmd."));
        });
    }

    private static Set<String> closure(final ModuleSource module) {
        final Set<String> reached = new java.util.TreeSet<>();
        final List<String> next = new java.util.ArrayList<>(module.requires());
        while (!next.isEmpty()) {
            final String name = next.removeLast();
            if (reached.add(name) && BY_NAME.containsKey(name)) {
                next.addAll(BY_NAME.get(name).requires());
            }
        }
        return reached;
    }

    @Test
    void theFloorIsTheKernelAndTheFormats() {
        assertThat(BY_NAME.get(SYS).requires()).isEmpty();
        assertThat(BY_NAME.get("dev.pollmode.mlx5.prm").requires()).isEmpty();
        assertThat(BY_NAME.get("dev.pollmode.eal").requires()).containsExactlyInAnyOrder(SYS, "jdk.jfr");
        assertThat(BY_NAME.get("dev.pollmode.mbuf").requires()).containsExactly("dev.pollmode.eal");
    }

    @Test
    void busesAndPortsMeetInDevicesOnly() {
        assertThat(closure(BY_NAME.get(ETHDEV))).noneMatch(name -> name.startsWith("dev.pollmode.bus."));
        MODULES.stream().filter(ModuleSource::isBus).forEach(bus ->
            assertThat(closure(bus)).as(bus.name()).doesNotContain(ETHDEV, "dev.pollmode.mbuf"));
    }

    @Test
    void applicationsKnowPortsAndNoDrivers() {
        for (final String application : List.of("dev.pollmode.testpmd", "dev.pollmode.lab", "dev.pollmode.examples")) {
            assertThat(BY_NAME.get(application).requires()).noneMatch(name -> name.startsWith("dev.pollmode.bus."))
                .noneMatch(name -> name.startsWith("dev.pollmode.pmd."));
        }
    }

    @TestFactory
    Stream<DynamicTest> modulePathAndClassPathNameTheSameProviders() {
        return eachModule(module -> assertThat(module.services()).isEqualTo(module.provides()));
    }

    @TestFactory
    Stream<DynamicTest> onlySysCallsNativeCode() {
        return eachModule(module -> {
            if (!module.name().equals(SYS)) {
                assertThat(module.sources()).allSatisfy(source ->
                    assertThat(NATIVE.matcher(ModuleSource.read(source)).find()).as(source.toString()).isFalse());
            }
        });
    }
}
