package dev.pollmode.bus.pci;

import java.util.Locale;

/// What a device is, or, with [#ANY], which devices a driver serves.
///
/// @param vendor          0 to 0xffff
/// @param device          0 to 0xffff
/// @param subsystemVendor 0 to 0xffff
/// @param subsystemDevice 0 to 0xffff
/// @param classCode       class, subclass and interface, 24 bits
public record PciId(int vendor, int device, int subsystemVendor, int subsystemDevice, int classCode) {
    /// In the id of a driver: whatever the device has.
    public static final int ANY = -1;

    /// {@return the id of a driver that serves one kind of device}
    ///
    /// @param vendor of the device
    /// @param device of the device
    public static PciId of(final int vendor, final int device) {
        return new PciId(vendor, device, ANY, ANY, ANY);
    }

    /// {@return whether a device with this id is served by a driver with that one}
    ///
    /// @param driver an id of a driver
    public boolean matches(final PciId driver) {
        return fits(vendor, driver.vendor) && fits(device, driver.device) && fits(subsystemVendor, driver.subsystemVendor)
            && fits(subsystemDevice, driver.subsystemDevice) && fits(classCode, driver.classCode);
    }

    private static boolean fits(final int has, final int wanted) {
        return wanted == ANY || has == wanted;
    }

    /// {@return vendor and device, as in `15b3:1014`}
    @Override
    public String toString() {
        return String.format(Locale.ROOT, "%04x:%04x", vendor & 0xffff, device & 0xffff);
    }
}
