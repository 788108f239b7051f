package dev.pollmode.eal;

import java.util.Locale;
import java.util.Optional;

/// The form of PCI addresses, `[domain:]bus:device.function` in hexadecimal.
final class PciAddresses {
    private static final int DOMAIN_DIGITS = 8;
    private static final int DEVICE_MAX = 0x1f;
    private static final int FUNCTION_MAX = 7;

    private PciAddresses() {
    }

    /// {@return the address with all its digits, such as `0000:3b:00.1`; empty if the text is none}
    ///
    /// @param text what somebody typed
    static Optional<String> canonical(final String text) {
        final int last = text.lastIndexOf(':');
        final int dot = text.indexOf('.', last + 1);
        if (last < 0 || dot < 0) {
            return Optional.empty();
        }
        final int first = text.lastIndexOf(':', last - 1);
        final long domain = first < 0 ? 0 : field(text.substring(0, first), DOMAIN_DIGITS, 0xffff_ffffL);
        final long bus = field(text.substring(first + 1, last), 2, 0xff);
        final long device = field(text.substring(last + 1, dot), 2, DEVICE_MAX);
        final long function = field(text.substring(dot + 1), 1, FUNCTION_MAX);
        if (domain < 0 || bus < 0 || device < 0 || function < 0) {
            return Optional.empty();
        }
        return Optional.of(String.format(Locale.ROOT, "%04x:%02x:%02x.%x", domain, bus, device, function));
    }

    private static long field(final String digits, final int most, final long greatest) {
        final long number = digits.length() > most ? -1 : Numbers.hexadecimal(digits).orElse(-1);
        return number > greatest ? -1 : number;
    }
}
