package dev.pollmode.lab;

import java.util.List;
import java.util.Random;

/// Decides what happens next.
interface Plan {
    /// {@return the next step}
    ///
    /// @param present whether the VF is there
    Step next(boolean present);

    /// {@return a plan by the clock: asked back, returned, pulled out, returned elsewhere, and so on}
    ///
    /// @param addresses where it may return
    /// @param waitMs between two steps
    static Plan fixed(final List<String> addresses, final long waitMs) {
        return new Plan() {
            private int steps;

            @Override
            public Step next(final boolean present) {
                final int step = steps++;
                return switch (step % 4) {
                    case 0 -> new Step(Step.Kind.ASKED_BACK, null, waitMs, 0);
                    case 2 -> new Step(Step.Kind.PULLED, null, waitMs, 0);
                    default -> new Step(Step.Kind.RETURNED, addresses.get((step + 1) / 4 % addresses.size()), waitMs, 0);
                };
            }
        };
    }

    /// {@return a plan by chance}
    ///
    /// @param addresses where it may return
    /// @param random what decides
    static Plan chaos(final List<String> addresses, final Random random) {
        return present -> {
            final long wait = random.nextInt(20, 1500);
            if (!present) {
                return new Step(Step.Kind.RETURNED, addresses.get(random.nextInt(addresses.size())), wait, 0);
            }
            final int dice = random.nextInt(10);
            final Step.Kind kind = dice < 4 ? Step.Kind.ASKED_BACK : dice < 8 ? Step.Kind.PULLED : Step.Kind.LINK;
            return new Step(kind, null, wait, random.nextInt(1, 200));
        };
    }
}
