package dev.pollmode.testpmd;

import dev.pollmode.eal.Eal;
import dev.pollmode.eal.EalException;
import dev.pollmode.eal.EalOptions;
import dev.pollmode.eal.EalUsage;
import dev.pollmode.eal.UnknownWords;
import dev.pollmode.testpmd.cli.Console;
import java.io.BufferedOutputStream;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;

/// The testpmd application: `testpmd [EAL options] -- [testpmd options]`.
public final class Testpmd {
    private static final int FAILED = 1;

    private Testpmd() {
    }

    /// Runs testpmd and ends the JVM with its exit status.
    ///
    /// @param args options of the EAL, `--`, options of testpmd; also without `--`
    public static void main(final String... args) {
        final PrintStream out = new PrintStream(new BufferedOutputStream(new FileOutputStream(FileDescriptor.out), 1 << 16), false,
            StandardCharsets.UTF_8);
        int status = FAILED;
        try {
            status = run(out, args);
        } catch (final StartupException | EalException e) {
            out.flush();
            System.err.println("EAL: Error - exiting with code: " + FAILED + "\n  Cause: " + e.getMessage());
        }
        out.flush();
        System.exit(status);
    }

    private static int run(final PrintStream out, final String... args) {
        final EalOptions ealOptions = ealOptions(args);
        if (ealOptions.helpWanted()) {
            out.print(EalUsage.text());
            out.print("\n" + AppOptions.usage());
            return 0;
        }
        final AppOptions options = AppOptions.parse(ealOptions.remaining());
        if (options.help) {
            out.print(AppOptions.usage());
            return 0;
        }
        final Console console = new Console(out, System.err);
        console.json(options.json);
        final Eal eal = initEal(ealOptions);
        try {
            return new Startup(eal, options, console).run();
        } finally {
            eal.close();
        }
    }

    private static EalOptions ealOptions(final String... args) {
        try {
            return EalOptions.parse(UnknownWords.KEEP, args);
        } catch (final EalException e) {
            throw new StartupException("Cannot init EAL: " + e.getMessage(), e);
        }
    }

    private static Eal initEal(final EalOptions options) {
        try {
            return Eal.builder().options(options).init();
        } catch (final EalException e) {
            throw new StartupException("Cannot init EAL: " + e.getMessage(), e);
        }
    }
}
