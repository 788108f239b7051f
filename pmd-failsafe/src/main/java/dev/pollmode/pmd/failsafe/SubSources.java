package dev.pollmode.pmd.failsafe;

import dev.pollmode.eal.EalException;
import dev.pollmode.pmd.failsafe.FailsafeArgs.SourceSpec;
import dev.pollmode.sys.Errno;
import dev.pollmode.sys.SysException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// Makes what the arguments describe.
final class SubSources {
    private SubSources() {
    }

    /// {@return the sources, the caller's to close}
    ///
    /// @throws EalException EBADF naming all descriptors that are not open; no source stays open then
    static List<SubSource> open(final List<SourceSpec> specs) {
        final List<SubSource> made = new ArrayList<>();
        final List<String> bad = new ArrayList<>();
        for (final SourceSpec spec : specs) {
            try {
                made.add(open(spec));
            } catch (final SysException e) {
                bad.add(spec + ": " + e.getMessage());
            }
        }
        if (!bad.isEmpty()) {
            made.forEach(SubSource::close);
            throw new EalException(Errno.EBADF, String.join("; ", bad) + "; the number must be that of a descriptor open in this process");
        }
        return made;
    }

    private static SubSource open(final SourceSpec spec) {
        return switch (spec.kind()) {
            case DEV -> new DevSource(spec.toString(), spec.text());
            case FD -> FdSource.of(Integer.parseInt(spec.text()));
            case EXEC -> new ExecSource(spec.text());
        };
    }

    /// A sub-device that the arguments name.
    private record DevSource(String text, String devargs) implements SubSource {
        @Override
        public Optional<String> read() {
            if (devargs.isEmpty()) {
                throw new EalException(Errno.ENOENT, "dev() names no device");
            }
            return Optional.of(devargs);
        }
    }
}
