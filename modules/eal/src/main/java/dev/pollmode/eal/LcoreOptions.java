package dev.pollmode.eal;

import java.util.Optional;
import java.util.OptionalInt;

/// What the command line says of lcores.
///
/// @param lcores        the lcores of `-l` or `-c`, numbered anew by `-R` where both are given; empty: the application
///                      runs on the CPUs that the process may use
/// @param mainLcore     the lcore of `--main-lcore`, one of `lcores` where those are given
/// @param serviceLcores the lcores of `-S` or `-s`; those that are in `lcores` as well change their role
/// @param firstId       the number from which `-R` numbers lcores; empty without `-R`
public record LcoreOptions(Optional<CoreList> lcores, OptionalInt mainLcore, Optional<CoreList> serviceLcores,
        OptionalInt firstId) {
    static LcoreOptions of(final GivenOptions given) {
        final OptionalInt first = firstId(given);
        final Optional<CoreList> lcores = lcores(given, first);
        final Optional<CoreList> services = OptionValues
            .last(given, EalOption.SERVICE_LIST, option -> OptionValues.parsed(option, CoreList::parse))
            .or(() -> OptionValues.last(given, EalOption.SERVICE_MASK,
                option -> OptionValues.parsed(option, CoreList::parseMask)));
        return new LcoreOptions(lcores, mainLcore(given, lcores, services), services, first);
    }

    private static OptionalInt firstId(final GivenOptions given) {
        final Optional<GivenOption> option = given.last(EalOption.REMAP_LCORES);
        if (option.isEmpty()) {
            return OptionalInt.empty();
        }
        return OptionalInt.of(option.get().value() == null
            ? 0 : (int) OptionValues.number(option.get(), 0, CoreList.LCORES_MAX - 1));
    }

    private static Optional<CoreList> lcores(final GivenOptions given, final OptionalInt first) {
        if (first.isEmpty()) {
            return OptionValues.last(given, EalOption.LCORE_LIST, option -> OptionValues.parsed(option, CoreList::parse))
                .or(() -> OptionValues.last(given, EalOption.CORE_MASK,
                    option -> OptionValues.parsed(option, CoreList::parseMask)));
        }
        final int id = first.getAsInt();
        return OptionValues
            .last(given, EalOption.LCORE_LIST,
                option -> OptionValues.parsed(option, text -> CoreList.parseRenumbered(text, id)))
            .or(() -> OptionValues.last(given, EalOption.CORE_MASK,
                option -> OptionValues.parsed(option, text -> CoreList.renumbered(CpuSets.parseMask(text), id))));
    }

    private static OptionalInt mainLcore(final GivenOptions given, final Optional<CoreList> lcores,
            final Optional<CoreList> services) {
        final Optional<GivenOption> option = given.last(EalOption.MAIN_LCORE);
        if (option.isEmpty()) {
            return OptionalInt.empty();
        }
        final int main = (int) OptionValues.number(option.get(), 0, CoreList.LCORES_MAX - 1);
        if (lcores.isPresent() && !lcores.get().contains(main)) {
            throw option.get().wrong("lcore " + main + " is not one of the lcores " + lcores.get());
        }
        if (services.isPresent() && services.get().contains(main)) {
            throw option.get().wrong("lcore " + main + " runs services: " + services.get());
        }
        return OptionalInt.of(main);
    }
}
