package dev.pollmode.lab;

import dev.pollmode.testpmd.spi.Report;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Predicate;
import java.util.function.ToDoubleFunction;

/// What the lab found.
///
/// @param seconds how long it ran
/// @param switches in their order
/// @param trouble what kept it from going on, or null
/// @param in the account of frames to the guest
/// @param out the account of frames from the guest
/// @param group the account of frames to a group
/// @param sent frames in all streams
/// @param linkFlaps how often the link went down
/// @param heldAsThePortCounts packets that removed devices held, as the failsafe port itself counts
record Verdict(double seconds, List<Switch> switches, String trouble, Ledger in, Ledger out, Ledger group, long sent, int linkFlaps,
               long heldAsThePortCounts) {
    /// What users are promised.
    private static final double FAILOVER_MS = 50;

    boolean passed() {
        return problems().isEmpty();
    }

    private long failovers() {
        return switches.stream().filter(Switch::isFailover).count();
    }

    private long returns() {
        return switches.size() - failovers();
    }

    private long lost() {
        return in.lost() + out.lost() + group.lost();
    }

    private long held() {
        return in.held() + out.held();
    }

    private List<String> problems() {
        final List<String> problems = new ArrayList<>();
        if (trouble != null) {
            problems.add(trouble);
        }
        if (failovers() == 0) {
            problems.add("no failover was seen");
        }
        if (returns() == 0) {
            problems.add("no return was seen");
        }
        add(problems, lost(), "lost beyond what removed devices held");
        add(problems, in.twice() + out.twice() + group.twice(), "twice");
        add(problems, in.changedFrames() + out.changedFrames() + group.changedFrames(), "changed on the way");
        return problems;
    }

    private static void add(final List<String> problems, final long count, final String what) {
        if (count > 0) {
            problems.add(count + " frames " + what);
        }
    }

    /// {@return this for people and for programs}
    Report report() {
        return new Report(text(), data());
    }

    private String text() {
        final StringBuilder text = new StringBuilder("\n");
        text.append(String.format(Locale.ROOT, "%d frames sent in %.1f s: %d lost, %d held by removed devices (%d out, %d in; %d counted by the port)%n",
            sent, seconds, lost(), held(), out.held(), in.held(), heldAsThePortCounts));
        text.append(line("failover", Switch::isFailover));
        text.append(line("return", each -> !each.isFailover()));
        if (linkFlaps > 0) {
            text.append(linkFlaps).append(" link flaps\n");
        }
        final long slow = slow();
        if (slow > 0) {
            text.append(String.format(Locale.ROOT, "note: %d of %d failovers took longer than %.0f ms; is the machine busy?%n", slow, failovers(), FAILOVER_MS));
        }
        losses().forEach(loss -> text.append("lost: ").append(loss).append('\n'));
        final List<String> problems = problems();
        return text.append(problems.isEmpty() ? "PASSED: failover and return seen, nothing lost that could have been kept\n"
            : "FAILED: " + String.join("; ", problems) + "\n").toString();
    }

    private List<String> losses() {
        final List<String> all = new ArrayList<>();
        in.losses().forEach(loss -> all.add("to the guest, " + loss));
        out.losses().forEach(loss -> all.add("from the guest, " + loss));
        group.losses().forEach(loss -> all.add("to the group, " + loss));
        return all;
    }

    private long slow() {
        return switches.stream().filter(Switch::isFailover).filter(each -> each.ms() > FAILOVER_MS).count();
    }

    private String line(final String what, final Predicate<Switch> which) {
        final List<Switch> some = switches.stream().filter(which).toList();
        if (some.isEmpty()) {
            return "0 " + what + "s\n";
        }
        return String.format(Locale.ROOT, "%d %ss, first frame on the other path after: out %s, in %s%n", some.size(), what, spread(some, Switch::outMs),
            spread(some, Switch::inMs));
    }

    private static String spread(final List<Switch> some, final ToDoubleFunction<Switch> duration) {
        final double[] sorted = some.stream().mapToDouble(duration).sorted().toArray();
        return String.format(Locale.ROOT, "%.1f ms (median), %.1f ms (longest)", sorted[sorted.length / 2], sorted[sorted.length - 1]);
    }

    private Map<String, Object> data() {
        final Map<String, Object> data = new LinkedHashMap<>();
        data.put("type", "verdict");
        data.put("passed", passed());
        data.put("problems", problems());
        data.put("seconds", Lab.rounded(seconds));
        data.put("sent", sent);
        data.put("lost", lost());
        data.put("losses", losses());
        data.put("held", held());
        data.put("heldAsThePortCounts", heldAsThePortCounts);
        data.put("failovers", failovers());
        data.put("returns", returns());
        data.put("linkFlaps", linkFlaps);
        data.put("failoversSlowerThan50ms", slow());
        data.put("switches", switches.stream().map(each -> each.data(out.held(each.path()), in.held(each.path()))).toList());
        return data;
    }
}
