package dev.pollmode.test.support;

import dev.pollmode.ethdev.Capability;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.module.ModuleReader;
import java.lang.module.ModuleReference;
import java.net.URISyntaxException;
import java.nio.file.FileSystem;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/// Finds all capabilities there are, so that one that is added later is tested too.
final class Capabilities {
    private static final String SUFFIX = ".class";

    private Capabilities() {
    }

    /// {@return the interfaces in the package of [Capability] that extend it, by name}
    static List<Class<? extends Capability>> all() {
        try {
            return fileNames().filter(name -> name.endsWith(SUFFIX)).sorted().map(Capabilities::load)
                .filter(type -> type.isInterface() && type != Capability.class && Capability.class.isAssignableFrom(type))
                .<Class<? extends Capability>>map(type -> type.asSubclass(Capability.class)).toList();
        } catch (final IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Stream<String> fileNames() throws IOException {
        final String folder = Capability.class.getPackageName().replace('.', '/') + '/';
        final Module module = Capability.class.getModule();
        final List<String> all;
        if (module.isNamed()) {
            final ModuleReference reference = module.getLayer().configuration().findModule(module.getName()).orElseThrow().reference();
            try (ModuleReader reader = reference.open()) {
                all = reader.list().toList();
            }
        } else {
            all = classPath();
        }
        return all.stream().filter(name -> name.startsWith(folder) && name.indexOf('/', folder.length()) < 0);
    }

    private static List<String> classPath() throws IOException {
        final Path place;
        try {
            place = Path.of(Capability.class.getProtectionDomain().getCodeSource().getLocation().toURI());
        } catch (final URISyntaxException e) {
            throw new IllegalStateException(e);
        }
        if (Files.isDirectory(place)) {
            return list(place);
        }
        try (FileSystem jar = FileSystems.newFileSystem(place)) {
            return list(jar.getPath("/"));
        }
    }

    private static List<String> list(final Path root) throws IOException {
        try (Stream<Path> files = Files.walk(root)) {
            return files.map(file -> root.relativize(file).toString()).toList();
        }
    }

    private static Class<?> load(final String file) {
        final String name = file.substring(0, file.length() - SUFFIX.length()).replace('/', '.');
        try {
            return Class.forName(name, false, Capability.class.getClassLoader());
        } catch (final ClassNotFoundException e) {
            throw new IllegalStateException(e);
        }
    }
}
