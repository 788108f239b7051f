package dev.pollmode.lab;

import dev.pollmode.testpmd.spi.Report;
import java.io.PrintStream;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Locale;

/// Shows the lab as a picture on a terminal, drawn anew each time in the same place.
///
/// Made of the escape sequences that all terminals know (ECMA-48): cursor up, erase to the end, color. The last picture stays on the screen when the
/// lab ends.
final class Screen implements View {
    private static final String UP = "\033[%dA";
    private static final String ERASE_LINE = "\033[K";
    private static final String HIDE = "\033[?25l";
    private static final String SHOW = "\033[?25h";
    private static final String PLAIN = "\033[0m";
    private static final String BOLD = "\033[1m";
    private static final String DIM = "\033[2m";
    private static final String GREEN = "\033[32m";
    private static final String RED = "\033[31m";
    private static final int LATEST = 8;
    private static final int BAR = 16;

    private final PrintStream out;
    private final double seconds;
    private final Deque<String> latest = new ArrayDeque<>();
    private Sample sample = new Sample(0, null, -1, 0, 0, 0, 0, 0, 0);
    private long most = 1;
    private int drawn;
    private boolean closed;

    /// @param out a terminal
    /// @param seconds how long the lab runs
    Screen(final PrintStream out, final double seconds) {
        this.out = out;
        this.seconds = seconds;
        out.print(HIDE);
    }

    @Override
    public void second(final Sample next) {
        sample = next;
        most = Math.max(most, Math.max(Math.max(next.vfIn(), next.vfOut()), Math.max(next.netvscIn(), next.netvscOut())));
        draw();
    }

    @Override
    public void event(final Report report) {
        if (latest.size() == LATEST) {
            latest.removeFirst();
        }
        latest.addLast(report.text().stripTrailing());
        draw();
    }

    @Override
    public void end(final Report report) {
        close();
        out.print(report.text());
        out.flush();
    }

    @Override
    public void close() {
        if (!closed) {
            closed = true;
            out.print(SHOW);
            out.flush();
        }
    }

    private void draw() {
        final StringBuilder text = new StringBuilder();
        if (drawn > 0) {
            text.append(String.format(UP, drawn));
        }
        drawn = 0;
        line(text, BOLD + "Pollmode lab" + PLAIN + String.format(Locale.ROOT, "  %.0f s of %.0f s", sample.second(), seconds) + DIM + "   Ctrl-C ends it" + PLAIN);
        line(text, "");
        final boolean byVf = sample.outPath() > Ledger.NETVSC;
        final boolean byNetvsc = sample.outPath() == Ledger.NETVSC;
        final String vf = sample.vf() == null ? "VF away" : "VF " + sample.vf();
        final String vfWire = sample.vf() == null ? "             " : byVf ? "═════════════" : "─────────────";
        line(text, "            ┌─" + paint(byVf, String.format("%s %-15s %s", vfWire, vf, vfWire)) + "─┐");
        line(text, "   outside ─┤                                             ├─ net_failsafe ─ application");
        line(text, "            └─" + paint(byNetvsc, String.format("%s %-15s %s", "─────────────", "NetVSC, net_tap", "─────────────")) + "─┘");
        line(text, "");
        line(text, rates("VF", sample.vfIn(), sample.vfOut()));
        line(text, rates("NetVSC", sample.netvscIn(), sample.netvscOut()));
        line(text, "");
        line(text, "   lost " + (sample.lost() == 0 ? GREEN + "0" : RED + sample.lost()) + PLAIN + "   held by removed VFs " + sample.held());
        line(text, "");
        latest.forEach(event -> line(text, event));
        out.print(text);
        out.flush();
    }

    private void line(final StringBuilder text, final String content) {
        text.append(content).append(ERASE_LINE).append('\n');
        drawn++;
    }

    private static String paint(final boolean carries, final String text) {
        return (carries ? BOLD + GREEN : DIM) + text + PLAIN;
    }

    private String rates(final String name, final long in, final long out) {
        return String.format(Locale.ROOT, "   %-7s in %7d pps %s  out %7d pps %s", name, in, bar(in), out, bar(out));
    }

    private String bar(final long rate) {
        final int length = (int) (rate * BAR / most);
        return GREEN + "█".repeat(length) + PLAIN + " ".repeat(BAR - length);
    }
}
