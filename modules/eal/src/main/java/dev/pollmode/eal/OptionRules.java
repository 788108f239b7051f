package dev.pollmode.eal;

import static dev.pollmode.eal.EalOption.ALLOW;
import static dev.pollmode.eal.EalOption.AUTO_PROBING;
import static dev.pollmode.eal.EalOption.BLOCK;
import static dev.pollmode.eal.EalOption.CORE_MASK;
import static dev.pollmode.eal.EalOption.HUGE_UNLINK;
import static dev.pollmode.eal.EalOption.IN_MEMORY;
import static dev.pollmode.eal.EalOption.LCORE_LIST;
import static dev.pollmode.eal.EalOption.MEMORY_SIZE;
import static dev.pollmode.eal.EalOption.NO_AUTO_PROBING;
import static dev.pollmode.eal.EalOption.NO_HUGE;
import static dev.pollmode.eal.EalOption.NO_TELEMETRY;
import static dev.pollmode.eal.EalOption.NUMA_MEM;
import static dev.pollmode.eal.EalOption.PAGESZ_MEM;
import static dev.pollmode.eal.EalOption.PROC_TYPE;
import static dev.pollmode.eal.EalOption.SERVICE_LIST;
import static dev.pollmode.eal.EalOption.SERVICE_MASK;
import static dev.pollmode.eal.EalOption.SINGLE_FILE_SEGMENTS;
import static dev.pollmode.eal.EalOption.TELEMETRY;

import java.lang.System.Logger.Level;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// What options mean to each other: which cannot be given together, which change nothing, which overrule which.
final class OptionRules {
    private static final List<Conflict> CONFLICTS = List.of(
        new Conflict(LCORE_LIST, CORE_MASK, "both say which lcores to run on"),
        new Conflict(SERVICE_LIST, SERVICE_MASK, "both say which lcores run services"),
        new Conflict(ALLOW, BLOCK, "one names the only devices to use, the other those not to use"),
        new Conflict(NO_AUTO_PROBING, BLOCK, "without probing there is nothing to block"),
        new Conflict(NO_AUTO_PROBING, AUTO_PROBING, "one is the opposite of the other"),
        new Conflict(TELEMETRY, NO_TELEMETRY, "one is the opposite of the other"),
        new Conflict(MEMORY_SIZE, NUMA_MEM, "both say how much memory to reserve"),
        new Conflict(NO_HUGE, NUMA_MEM, "ordinary pages are not reserved by node"),
        new Conflict(NO_HUGE, PAGESZ_MEM, "there are no page sizes to choose from"),
        new Conflict(NO_HUGE, HUGE_UNLINK, "no file is made in hugetlbfs"),
        new Conflict(IN_MEMORY, HUGE_UNLINK, "no file is made"),
        new Conflict(SINGLE_FILE_SEGMENTS, HUGE_UNLINK, "the files are passed on while in use"));

    private OptionRules() {
    }

    private record Conflict(EalOption first, EalOption second, String reason) {
    }

    /// Checks a command line as a whole.
    ///
    /// @param given the options
    /// @return what the user should know of them
    /// @throws EalException EINVAL naming two options that cannot be given together, or one that is refused
    static List<OptionNote> check(final GivenOptions given) {
        CONFLICTS.forEach(conflict -> refuse(conflict, given));
        given.all(PROC_TYPE).forEach(OptionRules::checkProcType);
        final List<OptionNote> notes = new ArrayList<>();
        for (final EalOption option : EalOption.values()) {
            noteOverruled(option, given, notes);
            noteWithoutEffect(option, given, notes);
        }
        given.all(EalOption.TRACE_MODE).stream().filter(option -> option.value().startsWith("d")).findFirst().ifPresent(
            option -> notes.add(new OptionNote(Level.INFO, "option " + Wrong.quote(option.typed())
                + " has no effect: a full recording forgets its oldest events")));
        noteDeprecated(CORE_MASK, LCORE_LIST, given, notes);
        noteDeprecated(SERVICE_MASK, SERVICE_LIST, given, notes);
        List.of(EalOption.VDEV, ALLOW, BLOCK).forEach(option -> noteSameDevice(given.all(option), notes));
        return notes;
    }

    private static void refuse(final Conflict conflict, final GivenOptions given) {
        if (given.has(conflict.first()) && given.has(conflict.second())) {
            final GivenOption first = given.all(conflict.first()).getFirst();
            final GivenOption second = given.all(conflict.second()).getFirst();
            throw Wrong.argument("options " + Wrong.quote(first.typed()) + " (" + first.word().place() + ") and "
                + Wrong.quote(second.typed()) + " (" + second.word().place() + ") cannot be used together: "
                + conflict.reason());
        }
    }

    private static void checkProcType(final GivenOption option) {
        switch (option.value()) {
            case "primary", "auto" -> { }
            case "secondary" -> throw option.wrong("there are no secondary processes, each process has its own EAL; start"
                + " several EALs in one JVM, or pass packets by net_ring, vhost-user or tap");
            default -> throw option.expected("one of primary, auto");
        }
    }

    private static void noteOverruled(final EalOption option, final GivenOptions given, final List<OptionNote> notes) {
        final List<GivenOption> all = given.all(option);
        if (all.size() < 2 || option.repeatable() || option.value() == EalOption.Value.NONE) {
            return;
        }
        final GivenOption last = all.getLast();
        for (final GivenOption earlier : all.subList(0, all.size() - 1)) {
            notes.add(new OptionNote(Level.WARNING, "option " + Wrong.quote(earlier.typed()) + " (" + earlier.word().place()
                + ") is overruled by " + Wrong.quote(last.typed()) + " (" + last.word().place() + ")"));
        }
    }

    private static void noteWithoutEffect(final EalOption option, final GivenOptions given, final List<OptionNote> notes) {
        if (option.group() == EalOption.Group.NO_EFFECT && given.has(option)) {
            notes.add(new OptionNote(Level.INFO, "option " + Wrong.quote(given.all(option).getLast().typed())
                + " has no effect: " + option.help()));
        }
    }

    private static void noteDeprecated(final EalOption option, final EalOption better, final GivenOptions given,
            final List<OptionNote> notes) {
        if (given.has(option)) {
            notes.add(new OptionNote(Level.INFO, "option " + Wrong.quote(given.all(option).getLast().typed())
                + " is deprecated; use -" + better.letter()));
        }
    }

    private static void noteSameDevice(final List<GivenOption> options, final List<OptionNote> notes) {
        final Map<String, GivenOption> lastByName = new HashMap<>();
        for (final GivenOption option : options) {
            final String name = OptionValues.parsed(option, Devargs::parse).name();
            final GivenOption earlier = lastByName.put(name, option);
            if (earlier != null) {
                notes.add(new OptionNote(Level.WARNING, "option " + Wrong.quote(earlier.typed()) + " (" + earlier.word().place()
                    + ") is replaced by " + Wrong.quote(option.typed()) + " (" + option.word().place()
                    + "): both name the device " + Wrong.quote(name)));
            }
        }
    }
}
