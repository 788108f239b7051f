package dev.pollmode.telemetry;

/// What follows the comma of a request; whoever sent it.
final class Parameters {
    private Parameters() {
    }

    /// {@return the one number}
    ///
    /// @throws IllegalArgumentException when it is none
    static int number(final String parameters) {
        return numbers(parameters, 1)[0];
    }

    /// {@return so many numbers with commas between them}
    ///
    /// @throws IllegalArgumentException when there are others
    static int[] numbers(final String parameters, final int count) {
        final String[] parts = parameters.split(",", -1);
        if (parts.length != count) {
            throw new IllegalArgumentException("parameters \"" + parameters + "\": expected " + count);
        }
        final int[] numbers = new int[count];
        for (int i = 0; i < count; i++) {
            if (!parts[i].matches("[0-9]{1,9}")) {
                throw new IllegalArgumentException("parameter \"" + parts[i] + "\": expected a number");
            }
            numbers[i] = Integer.parseInt(parts[i]);
        }
        return numbers;
    }
}
