package dev.pollmode.bus.pci;

import dev.pollmode.eal.EalException;
import dev.pollmode.sys.Errno;
import java.util.Comparator;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Where a PCI function is: `0000:3b:00.1`. Domains may have more than four digits, as those of Hyper-V's virtual functions
/// and of VMD do.
///
/// @param domain   0 to 0xffffffff
/// @param bus      0 to 0xff
/// @param device   0 to 0x1f
/// @param function 0 to 7
public record PciAddress(long domain, int bus, int device, int function) implements Comparable<PciAddress> {
    private static final Pattern FORM = Pattern.compile("(?:([0-9a-fA-F]{1,8}):)?([0-9a-fA-F]{1,2}):([0-9a-fA-F]{1,2})\\.([0-7])");
    private static final int DEVICE_MAX = 0x1f;
    private static final Comparator<PciAddress> ORDER = Comparator.comparingLong(PciAddress::domain).thenComparingInt(PciAddress::bus)
        .thenComparingInt(PciAddress::device).thenComparingInt(PciAddress::function);

    /// Reads an address, with or without its domain.
    ///
    /// @param text `3b:00.1`, `0000:3b:00.1`, `10000:01:00.0`
    /// @return the address, or empty when the text is none
    public static Optional<PciAddress> tryParse(final String text) {
        final Matcher matcher = FORM.matcher(text);
        if (!matcher.matches()) {
            return Optional.empty();
        }
        final long domain = matcher.group(1) == null ? 0 : Long.parseLong(matcher.group(1), 16);
        final int device = Integer.parseInt(matcher.group(3), 16);
        return device > DEVICE_MAX ? Optional.empty()
            : Optional.of(new PciAddress(domain, Integer.parseInt(matcher.group(2), 16), device, Integer.parseInt(matcher.group(4), 16)));
    }

    /// Reads an address.
    ///
    /// @param text as for [#tryParse(String)]
    /// @return the address
    /// @throws EalException EINVAL when the text is none
    public static PciAddress parse(final String text) {
        return tryParse(text).orElseThrow(() -> new EalException(Errno.EINVAL,
            "\"" + text + "\" is not a PCI address such as 0000:3b:00.1"));
    }

    @Override
    public int compareTo(final PciAddress other) {
        return ORDER.compare(this, other);
    }

    /// {@return the form that sysfs uses: `0000:3b:00.1`}
    @Override
    public String toString() {
        return String.format(Locale.ROOT, "%04x:%02x:%02x.%x", domain, bus, device, function);
    }
}
