package dev.pollmode.eal;

/// The help text of the EAL.
public final class EalUsage {
    private static final int COLUMN = 34;

    private EalUsage() {
    }

    /// {@return all options with a line of help each; lines end with a line feed}
    public static String text() {
        final StringBuilder text = new StringBuilder("Usage: <program> [EAL options] -- [options of the application]\n");
        for (final EalOption.Group group : EalOption.Group.values()) {
            text.append("\nEAL options, ").append(group.title()).append(":\n");
            for (final EalOption option : EalOption.values()) {
                if (option.group() == group) {
                    appendLine(text, option);
                }
            }
        }
        return text.append("""

            Values may follow in the same word (--opt=value, -l0-3) or in the next one (--opt value, -l 0-3).
            Long names may be shortened. @FILE stands for the words of a file; words in the environment
            variable POLLMODE_EAL_ARGS are read before those of the command line.
            """).toString();
    }

    private static void appendLine(final StringBuilder text, final EalOption option) {
        final StringBuilder line = new StringBuilder(option.letter() == 0 ? "      " : "  -" + option.letter() + ", ");
        line.append("--").append(option.longName());
        switch (option.value()) {
            case NONE -> { }
            case REQUIRED -> line.append(' ').append(option.valueName());
            case OPTIONAL -> line.append("[=").append(option.valueName()).append(']');
        }
        if (line.length() >= COLUMN) {
            line.append('\n').repeat(' ', COLUMN);
        } else {
            line.repeat(' ', COLUMN - line.length());
        }
        text.append(line).append(option.help());
        option.aliases().forEach(alias -> text.append("; also --").append(alias));
        text.append('\n');
    }
}
