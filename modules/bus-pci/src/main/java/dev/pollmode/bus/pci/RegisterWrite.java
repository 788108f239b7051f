package dev.pollmode.bus.pci;

import dev.pollmode.eal.EalException;
import dev.pollmode.sys.Errno;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// A write of one register, as typed: `BAR:OFFSET=VALUE`, or `BAR:OFFSET/BITS=VALUE` for 8 or 16 bits in place of 32. Numbers are decimal, or
/// hexadecimal after `0x`.
///
/// @param bar    which
/// @param offset in bytes
/// @param bits   8, 16 or 32
/// @param value  what to write
record RegisterWrite(int bar, long offset, int bits, int value) {
    private static final Pattern FORM = Pattern.compile("([0-5]):([0-9a-fA-Fx]+)(?:/(8|16|32))?=([0-9a-fA-Fx]+)");

    /// Reads one.
    ///
    /// @throws EalException EINVAL when it has another form
    static RegisterWrite parse(final String text) {
        final Matcher parts = FORM.matcher(text);
        if (!parts.matches()) {
            throw new EalException(Errno.EINVAL, "\"" + text + "\": a write of a register is BAR:OFFSET[/BITS]=VALUE, as 0:0x1520=1 or 4:0x14/8=3");
        }
        try {
            final long value = Long.decode(parts.group(4));
            final int bits = parts.group(3) == null ? Integer.SIZE : Integer.parseInt(parts.group(3));
            if (value >>> bits != 0) {
                throw new EalException(Errno.EINVAL, "\"" + text + "\": the value has more than " + bits + " bits");
            }
            return new RegisterWrite(Integer.parseInt(parts.group(1)), Long.decode(parts.group(2)), bits, (int) value);
        } catch (final NumberFormatException e) {
            throw new EalException(Errno.EINVAL, "\"" + text + "\": " + e.getMessage(), e);
        }
    }

    /// Writes it.
    void to(final PciDevice device) {
        switch (bits) {
            case Byte.SIZE -> device.bar(bar).write8(offset, (byte) value);
            case Short.SIZE -> device.bar(bar).write16(offset, (short) value);
            default -> device.bar(bar).write32(offset, value);
        }
    }
}
