package dev.pollmode.examples;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// What the descriptor of one module says, read from its source, so that it needn't have been built.
///
/// @param folder where it lies, from the root of the project: `modules/sys`
/// @param name its name: `dev.pollmode.sys`
/// @param requires the modules it requires
/// @param exports the packages it exports
/// @param provides services and their providers
/// @param services the same as told to the class path by META-INF/services
record ModuleSource(String folder, String name, List<String> requires, List<String> exports, Map<String, List<String>> provides,
                    Map<String, List<String>> services) {
    private static final Pattern COMMENT = Pattern.compile("//.*|/\\*(?s:.*?)\\*/");
    private static final Pattern MODULE = Pattern.compile("<module>(.*?)</module>");
    private static final Pattern NAME = Pattern.compile("\\bmodule\\s+([\\w.]+)\\s*\\{");
    private static final Pattern REQUIRES = Pattern.compile("\\brequires\\s+(?:(?:transitive|static)\\s+)*([\\w.]+)\\s*;");
    private static final Pattern EXPORTS = Pattern.compile("\\bexports\\s+([\\w.]+)\\s*;");
    private static final Pattern PROVIDES = Pattern.compile("\\bprovides\\s+([\\w.]+)\\s+with\\s+([^;]+);");
    private static final Pattern IMPORT = Pattern.compile("\\bimport\\s+([\\w.]+)\\.(\\w+)\\s*;");

    /// {@return the root of the project}
    static Path root() {
        Path folder = Path.of("").toAbsolutePath();
        while (!Files.isDirectory(folder.resolve("ethdev")) || !Files.isDirectory(folder.resolve("modules"))) {
            folder = folder.getParent();
        }
        return folder;
    }

    /// {@return all modules of the reactor; what is only for stress is on the class path and has no descriptor}
    static List<ModuleSource> all() {
        return all(MODULE, read(root().resolve("pom.xml")), match -> match.group(1)).stream()
            .filter(folder -> Files.exists(descriptor(folder))).map(ModuleSource::of).toList();
    }

    private static ModuleSource of(final String folder) {
        final String source = COMMENT.matcher(read(descriptor(folder))).replaceAll("");
        final Map<String, String> imports = IMPORT.matcher(source).results().collect(Collectors.toMap(match -> match.group(2),
            match -> match.group(1) + '.' + match.group(2)));
        final Function<String, String> full = name -> imports.getOrDefault(name.strip(), name.strip());
        final Map<String, List<String>> provides = new TreeMap<>();
        PROVIDES.matcher(source).results().forEach(match -> provides.put(full.apply(match.group(1)),
            Stream.of(match.group(2).split(",")).map(full).sorted().toList()));
        final Matcher name = NAME.matcher(source);
        if (!name.find()) {
            throw new IllegalStateException("no module in " + folder);
        }
        return new ModuleSource(folder, name.group(1), all(REQUIRES, source, match -> match.group(1)),
            all(EXPORTS, source, match -> match.group(1)), provides, services(root().resolve(folder).resolve("src/main/resources/META-INF/services")));
    }

    private static Path descriptor(final String folder) {
        return root().resolve(folder).resolve("src/main/java/module-info.java");
    }

    private static Map<String, List<String>> services(final Path folder) {
        final Map<String, List<String>> services = new TreeMap<>();
        if (Files.isDirectory(folder)) {
            try (Stream<Path> files = Files.list(folder)) {
                files.forEach(file -> services.put(file.getFileName().toString(), Arrays.stream(read(file).split("\n")).map(String::strip)
                    .filter(line -> !line.isEmpty() && !line.startsWith("#")).sorted().toList()));
            } catch (final IOException e) {
                throw new UncheckedIOException(e);
            }
        }
        return services;
    }

    private static List<String> all(final Pattern pattern, final String text, final Function<MatchResult, String> what) {
        return new ArrayList<>(pattern.matcher(text).results().map(what).toList());
    }

    static String read(final Path file) {
        try {
            return Files.readString(file);
        } catch (final IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /// {@return the sources of the module that are not tests}
    List<Path> sources() {
        try (Stream<Path> files = Files.walk(root().resolve(folder).resolve("src/main/java"))) {
            return files.filter(file -> file.toString().endsWith(".java")).toList();
        } catch (final IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    boolean isDriver() {
        return name.startsWith("dev.pollmode.pmd.");
    }

    boolean isBus() {
        return name.startsWith("dev.pollmode.bus.");
    }

    @Override
    public String toString() {
        return name;
    }
}
