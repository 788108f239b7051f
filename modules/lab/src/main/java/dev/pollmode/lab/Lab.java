package dev.pollmode.lab;

import dev.pollmode.sys.RtNetlink;
import dev.pollmode.sys.SysException;
import dev.pollmode.testpmd.spi.Report;
import java.io.ByteArrayOutputStream;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/// The lab: `bin/testpmd lab`. Runs in a network namespace of its own, which the launcher makes.
public final class Lab {
    private static final int FAILED = 1;
    private static final int USAGE_ERROR = 2;
    private static final long WAIT_MIN_MS = 700;
    private static final long WAIT_MAX_MS = 5_000;
    private static final int STEPS = 8;
    private static final long PATIENCE_S = 60;

    private final Options options;
    private final PrintStream out;
    private final PrintStream error;
    private volatile boolean ended;

    private Lab(final Options options, final PrintStream out, final PrintStream error) {
        this.options = options;
        this.out = out;
        this.error = error;
    }

    /// Runs the lab and ends the JVM with its exit status.
    ///
    /// @param words see `--help`
    public static void main(final String... words) {
        final PrintStream out = new PrintStream(new FileOutputStream(FileDescriptor.out), false, StandardCharsets.UTF_8);
        final Options options;
        try {
            options = Options.parse(words);
        } catch (final IllegalArgumentException e) {
            System.err.println("lab: " + e.getMessage() + "\n" + Options.USAGE);
            System.exit(USAGE_ERROR);
            return;
        }
        if (options.help()) {
            out.print(Options.USAGE);
            out.flush();
            return;
        }
        System.exit(new Lab(options, out, System.err).run());
    }

    private int run() {
        final CountDownLatch done = new CountDownLatch(1);
        final Thread hook = new Thread(() -> interrupt(done), "lab-signal");
        Runtime.getRuntime().addShutdownHook(hook);
        try {
            return rehearse();
        } catch (final RuntimeException e) {
            error.println("lab: " + e.getMessage());
            return FAILED;
        } finally {
            out.flush();
            done.countDown();
        }
    }

    /// Ctrl-C: the lab ends as if its time were over, and the JVM after it.
    private void interrupt(final CountDownLatch done) {
        ended = true;
        try {
            if (!done.await(PATIENCE_S, TimeUnit.SECONDS)) {
                error.println("lab: it does not end");
            }
        } catch (final InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private int rehearse() {
        requireOwnNetwork();
        final ByteArrayOutputStream kept = new ByteArrayOutputStream();
        final PrintStream log = options.log() ? error : new PrintStream(kept, true, StandardCharsets.UTF_8);
        final Path folder = newFolder();
        try (View view = view()) {
            final Verdict verdict = rehearse(view, folder, log);
            if (!verdict.passed()) {
                error.print(kept.toString(StandardCharsets.UTF_8));
            }
            view.end(verdict.report());
            return verdict.passed() ? 0 : FAILED;
        } catch (final RuntimeException e) {
            error.print(kept.toString(StandardCharsets.UTF_8));
            throw e;
        } finally {
            SysfsTree.delete(folder);
        }
    }

    private Verdict rehearse(final View view, final Path folder, final PrintStream log) {
        try (Rig rig = new Rig(folder, options, log)) {
            if (options.json() || !isPicture()) {
                view.event(opening());
            }
            final long waitMs = Math.clamp((long) (options.seconds() * 1000 / STEPS), WAIT_MIN_MS, WAIT_MAX_MS);
            final Plan plan = options.chaos() ? Plan.chaos(Host.ADDRESSES, new Random(options.seed())) : Plan.fixed(Host.ADDRESSES, waitMs);
            return new Rehearsal(rig, view, plan, () -> ended).run(options.seconds());
        }
    }

    private View view() {
        return options.json() ? View.json(out) : isPicture() ? new Screen(out, options.seconds()) : View.lines(out);
    }

    /// Whether a picture can be drawn: somebody is at the terminal, and it knows how to move its cursor.
    private boolean isPicture() {
        final String terminal = System.getenv("TERM");
        return !options.plain() && terminal != null && !terminal.equals("dumb") && System.console() != null && System.console().isTerminal();
    }

    /// What is done here must not be done to a network that is in use.
    private static void requireOwnNetwork() {
        try (RtNetlink links = RtNetlink.open()) {
            if (links.links().stream().anyMatch(link -> !link.name().equals("lo"))) {
                throw new IllegalStateException("this network namespace is in use: start the lab by bin/testpmd lab, which makes one for it");
            }
        } catch (final SysException e) {
            throw new IllegalStateException("the network namespace can't be looked at: " + e.getMessage(), e);
        }
    }

    private static Path newFolder() {
        try {
            return Files.createTempDirectory("pollmode-lab-");
        } catch (final IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private Report opening() {
        final Map<String, Object> data = new LinkedHashMap<>();
        data.put("type", "start");
        data.put("seconds", options.seconds());
        data.put("pps", options.perSecond());
        data.put("chaos", options.chaos());
        data.put("seed", options.chaos() ? options.seed() : null);
        return new Report("""
            A guest of Hyper-V, made of software: the NetVSC is a veth pair, the VF a model of a ConnectX behind a vfio-user socket.
              outside ──┬── VF ─────── net_mlx5_vf ──┬── net_failsafe ── application
                        └── NetVSC ─── net_tap ──────┘
            %d frames a second each way for %.0f s%s
            """.formatted(options.perSecond(), options.seconds(), options.chaos() ? ", things happen at random, --seed " + options.seed() : ""), data);
    }

    /// {@return a number with three digits behind the point}
    static double rounded(final double value) {
        return Math.round(value * 1000) / 1000.0;
    }
}
