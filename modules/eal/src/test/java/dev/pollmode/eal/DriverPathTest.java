package dev.pollmode.eal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.pollmode.eal.spi.BusProvider;
import dev.pollmode.sys.Errno;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.spi.ToolProvider;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// EA-24, EA-26, VB-25.
class DriverPathTest {
    private static final String PROVIDER = """
        package %1$s;

        public final class Provider implements dev.pollmode.eal.spi.BusProvider {
            public String name() {
                return "%2$s";
            }

            public dev.pollmode.eal.spi.Bus create(dev.pollmode.eal.Eal eal) {
                throw new UnsupportedOperationException();
            }
        }
        """;

    @TempDir
    private Path directory;

    @Test
    void findsServicesInAJar() throws Exception {
        final Path jar = jar("a.jar", "driver.a", "bus-a");

        assertThat(names(jar)).containsExactly("bus-a");
    }

    @Test
    void findsServicesInADirectoryOfJars() throws Exception {
        jar("jars/a.jar", "driver.a", "bus-a");
        jar("jars/b.jar", "driver.b", "bus-b");

        assertThat(names(directory.resolve("jars"))).containsExactlyInAnyOrder("bus-a", "bus-b");
    }

    @Test
    void keepsTwoVersionsApart() throws Exception {
        assertThat(names(jar("one/a.jar", "driver.a", "version 1"), jar("two/a.jar", "driver.a", "version 2")))
            .containsExactly("version 1", "version 2");
    }

    @Test
    void namesAPathWithoutDrivers() throws Exception {
        final Path nothing = directory.resolve("nothing.jar");
        assertThatThrownBy(() -> DriverPath.open(List.of(nothing))).isInstanceOfSatisfying(EalException.class, e -> {
            assertThat(e.errno()).isEqualTo(Errno.ENOENT);
            assertThat(e).hasMessage("option -d: there is nothing to read at '" + nothing + "'");
        });
        final Path text = Files.writeString(directory.resolve("text.jar"), "not a jar");
        assertThatThrownBy(() -> DriverPath.open(List.of(text))).isInstanceOf(EalException.class)
            .hasMessageContaining("'" + text + "' cannot be loaded");
        final Path empty = Files.createDirectory(directory.resolve("empty"));
        assertThatThrownBy(() -> DriverPath.open(List.of(empty))).isInstanceOf(EalException.class).hasMessageContaining("no jar");
    }

    @Test
    void namesAProviderThatCannotBeMade() throws Exception {
        final Path jar = jar("a.jar", "driver.a", "bus-a", "driver.a.Missing");

        assertThatThrownBy(() -> names(jar)).isInstanceOf(EalException.class).hasMessageContaining("driver.a.Missing");
    }

    @Test
    void tellsTheVersionWhenAsked() {
        final ByteArrayOutputStream written = new ByteArrayOutputStream();

        Eal.builder().args("-v", "--no-huge").logsTo(new PrintStream(written)).init().close();

        assertThat(written.toString()).containsPattern("lib.eal: Pollmode [0-9]+\\.[0-9]+\\.[0-9]+.*, Java 2");
    }

    private static List<String> names(final Path... paths) {
        try (DriverPath driverPath = DriverPath.open(List.of(paths))) {
            return driverPath.providers(BusProvider.class).stream().map(BusProvider::name).toList();
        }
    }

    private Path jar(final String file, final String name, final String bus) throws IOException, URISyntaxException {
        return jar(file, name, bus, name + ".Provider");
    }

    /// Compiles a provider, and packs it as an automatic module.
    private Path jar(final String file, final String name, final String bus, final String provider)
            throws IOException, URISyntaxException {
        final Path sources = Files.createTempDirectory(directory, "source");
        final Path classes = Files.createTempDirectory(directory, "classes");
        final Path source = Files.writeString(sources.resolve("Provider.java"), PROVIDER.formatted(name, bus));
        final Path eal = Path.of(Eal.class.getProtectionDomain().getCodeSource().getLocation().toURI());
        run("javac", "-d", classes.toString(), "-cp", eal.toString(), "-implicit:none", "-proc:none", source.toString());
        Files.createDirectories(classes.resolve("META-INF/services"));
        Files.writeString(classes.resolve("META-INF/services/" + BusProvider.class.getName()), provider);
        final Path jar = directory.resolve(file);
        Files.createDirectories(jar.getParent());
        run("jar", "-cf", jar.toString(), "-C", classes.toString(), ".");
        return jar;
    }

    private static void run(final String tool, final String... args) {
        final StringWriter output = new StringWriter();
        final PrintWriter writer = new PrintWriter(output);
        assertThat(ToolProvider.findFirst(tool).orElseThrow().run(writer, writer, args)).as(output.toString()).isZero();
    }
}
