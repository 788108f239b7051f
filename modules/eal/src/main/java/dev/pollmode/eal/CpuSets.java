package dev.pollmode.eal;

import java.util.BitSet;

/// Sets of CPU or lcore numbers, and how they are written.
final class CpuSets {
    private static final int BITS_PER_DIGIT = 4;

    private CpuSets() {
    }

    /// {@return the set of one number}
    ///
    /// @param number the number
    static BitSet of(final int number) {
        final BitSet set = new BitSet();
        set.set(number);
        return set;
    }

    /// {@return the set as `0-3,5`, or `none`}
    ///
    /// @param set the numbers
    static String format(final BitSet set) {
        if (set.isEmpty()) {
            return "none";
        }
        final StringBuilder text = new StringBuilder();
        for (int first = set.nextSetBit(0); first >= 0;) {
            final int end = set.nextClearBit(first);
            text.append(text.isEmpty() ? "" : ",").append(first);
            if (end - first > 1) {
                text.append('-').append(end - 1);
            }
            first = set.nextSetBit(end);
        }
        return text.toString();
    }

    /// {@return the numbers of the bits of a hexadecimal mask}
    ///
    /// @param text the mask, with or without `0x`
    /// @throws EalException EINVAL if there is another character, no bit, or a bit from [CoreList#CPUS_MAX] on
    static BitSet parseMask(final String text) {
        final int start = text.startsWith("0x") || text.startsWith("0X") ? 2 : 0;
        final BitSet set = new BitSet();
        for (int i = text.length() - 1; i >= start; i--) {
            final int digit = Numbers.hexDigit(text.charAt(i));
            if (digit < 0) {
                throw Wrong.argument("mask " + Wrong.quote(text) + ": " + Wrong.quote(text.substring(i, i + 1)) + " at character " + (i + 1)
                    + " is not a hexadecimal digit");
            }
            setBits(set, (text.length() - 1 - i) * BITS_PER_DIGIT, digit, text);
        }
        if (set.isEmpty()) {
            throw Wrong.argument("mask " + Wrong.quote(text) + " has no bit set");
        }
        return set;
    }

    private static void setBits(final BitSet set, final int lowest, final int digit, final String text) {
        if (digit != 0 && lowest >= CoreList.CPUS_MAX) {
            throw Wrong.argument("mask " + Wrong.quote(text) + " has a bit from " + CoreList.CPUS_MAX + " on");
        }
        for (int bit = 0; bit < BITS_PER_DIGIT; bit++) {
            if ((digit >> bit & 1) != 0) {
                set.set(lowest + bit);
            }
        }
    }
}
