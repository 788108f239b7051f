package dev.pollmode.telemetry;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Map;

/// Where programs look for the sockets of an environment: `dpdk/<prefix>` in `$RUNTIME_DIRECTORY`, or `/var/run` for root, or
/// `$XDG_RUNTIME_DIR`, or `/tmp`, as DPDK's programs do.
final class RuntimeDirectory {
    private RuntimeDirectory() {
    }

    /// {@return whether this process is root's}
    static boolean isRoot() {
        return "root".equals(System.getProperty("user.name"));
    }

    /// {@return the folder}
    ///
    /// @param prefix of `--file-prefix`
    /// @param environment of the process
    /// @param root whether it is root's
    static Path of(final String prefix, final Map<String, String> environment, final boolean root) {
        final String given = environment.getOrDefault("RUNTIME_DIRECTORY", "");
        final String base = given.isEmpty() ? root ? "/var/run" : environment.getOrDefault("XDG_RUNTIME_DIR", "/tmp") : given;
        return Path.of(base, "dpdk", prefix);
    }

    /// Makes it, for its owner only, where it is missing.
    ///
    /// @throws UncheckedIOException when that is not allowed
    static void create(final Path folder) {
        try {
            Files.createDirectories(folder.getParent());
            if (!Files.isDirectory(folder)) {
                Files.createDirectory(folder, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
            }
        } catch (final IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
