package dev.pollmode.bus.pci;

import dev.pollmode.sys.Errno;
import dev.pollmode.sys.SysException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/// Attributes of devices, as files below a root that is `/sys` as a rule. See the kernel's `Documentation/ABI/testing/sysfs-bus-pci`.
class Sysfs {
    private final Path root;

    Sysfs(final Path root) {
        this.root = root;
    }

    /// {@return a path below the root}
    Path path(final String relative) {
        return root.resolve(relative);
    }

    /// {@return the text of an attribute without the white space around it, empty when there is none}
    Optional<String> read(final String relative) {
        try {
            return Optional.of(Files.readString(path(relative), StandardCharsets.ISO_8859_1).strip());
        } catch (final IOException e) {
            return Optional.empty();
        }
    }

    /// {@return the last part of what a link points to, empty when there is none}
    Optional<String> link(final String relative) {
        try {
            return Optional.ofNullable(Files.readSymbolicLink(path(relative)).getFileName()).map(Path::toString);
        } catch (final IOException e) {
            return Optional.empty();
        }
    }

    boolean exists(final String relative) {
        return Files.exists(path(relative));
    }

    /// {@return the names in a directory, sorted; none when there is no such directory}
    List<String> list(final String relative) {
        try (Stream<Path> entries = Files.list(path(relative))) {
            return entries.map(entry -> entry.getFileName().toString()).sorted().toList();
        } catch (final IOException e) {
            return List.of();
        }
    }

    /// Writes an attribute.
    ///
    /// @throws SysException when the kernel refuses
    void write(final String relative, final String text) {
        try {
            Files.writeString(path(relative), text, StandardCharsets.ISO_8859_1, StandardOpenOption.WRITE,
                StandardOpenOption.TRUNCATE_EXISTING);
        } catch (final NoSuchFileException e) {
            throw new SysException("write(" + path(relative) + ")", Errno.ENOENT, null);
        } catch (final AccessDeniedException e) {
            throw new SysException("write(" + path(relative) + ", \"" + text + "\")", Errno.EACCES, "changing drivers needs root");
        } catch (final FileSystemException e) {
            throw new SysException("write(" + path(relative) + ", \"" + text + "\")", Errno.EIO, e.getReason());
        } catch (final IOException e) {
            throw new SysException("write(" + path(relative) + ", \"" + text + "\")", Errno.EIO, e.getMessage());
        }
    }
}
