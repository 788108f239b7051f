package dev.pollmode.lab;

import java.util.Arrays;
import java.util.Iterator;

/// What the command line of the lab says.
///
/// @param seconds how long it runs
/// @param perSecond frames a second in each direction
/// @param chaos whether things happen at random
/// @param seed of the random schedule
/// @param json whether standard output is JSON
/// @param plain whether lines are written even on a terminal
/// @param lose a fault: every so manyth frame to the VF is lost on its wire, 0 for none
/// @param log whether the log of the EAL goes to standard error
/// @param help whether only the help is wanted
record Options(double seconds, int perSecond, boolean chaos, long seed, boolean json, boolean plain, int lose, boolean log, boolean help) {
    static final String USAGE = """
        Usage: testpmd lab [options]
          A VF of a made-up guest leaves and returns while frames pass both ways. Needs no root, no hardware, no hugepages.

          --minutes M   how long, 1 if not given; 0.1 is six seconds
          --pps N       frames a second in each direction, 10000 if not given
          --chaos       things happen at random: removals, surprise removals, link flaps, returns at other addresses
          --seed N      of --chaos, to repeat a run
          --json        one JSON object a line on standard output, and nothing else
          --plain       lines in place of the picture, as when the output is not a terminal
          --lose N      a fault: every Nth frame to the VF is lost on its wire; the verdict has to be FAILED
          --log         the log on standard error
          --help

        Exit status: 0 if failover and return were seen and nothing was lost but what a removed device held; 1 if not; 2 for
        wrong options; 130 after Ctrl-C.
        """;

    /// Reads the command line.
    ///
    /// @throws IllegalArgumentException when it is wrong
    static Options parse(final String... words) {
        double minutes = 1;
        int perSecond = 10_000;
        long seed = System.nanoTime() & 0xffff_ffffL;
        int lose = 0;
        boolean chaos = false;
        boolean json = false;
        boolean plain = false;
        boolean log = false;
        boolean help = false;
        final Iterator<String> rest = Arrays.stream(words).flatMap(word -> word.startsWith("--") ? Arrays.stream(word.split("=", 2))
            : Arrays.stream(new String[] {word})).iterator();
        while (rest.hasNext()) {
            final String word = rest.next();
            switch (word) {
                case "--minutes" -> minutes = number(word, rest, 0.02, 100_000);
                case "--pps" -> perSecond = (int) number(word, rest, 10, 100_000);
                case "--seed" -> seed = (long) number(word, rest, 0, 1L << 52);
                case "--lose" -> lose = (int) number(word, rest, 2, 1_000_000);
                case "--chaos" -> chaos = true;
                case "--json" -> json = true;
                case "--plain" -> plain = true;
                case "--log" -> log = true;
                case "--help", "-h" -> help = true;
                default -> throw new IllegalArgumentException("unknown option \"" + word + "\"");
            }
        }
        return new Options(minutes * 60, perSecond, chaos, seed, json, plain, lose, log, help);
    }

    private static double number(final String option, final Iterator<String> rest, final double least, final double most) {
        if (!rest.hasNext()) {
            throw new IllegalArgumentException(option + " wants a number");
        }
        final String text = rest.next();
        final double value;
        try {
            value = Double.parseDouble(text);
        } catch (final NumberFormatException e) {
            throw new IllegalArgumentException(option + " \"" + text + "\": not a number", e);
        }
        if (!(value >= least && value <= most)) {
            throw new IllegalArgumentException(option + " " + text + ": it must be from " + plain(least) + " to " + plain(most));
        }
        return value;
    }

    private static String plain(final double value) {
        return value == Math.rint(value) ? String.valueOf((long) value) : String.valueOf(value);
    }
}
