package dev.pollmode.vfio.user;

import dev.pollmode.vfio.user.SparseMmap.Area;
import java.util.List;

/// A region of a device that is served.
///
/// Accesses by message always go to the device. What a client may map besides is a file, or parts of it; the file stays the
/// device's and must be as long as the region needs.
///
/// @param size          in bytes; 0: the device has no such region
/// @param flags         [Vfio#REGION_READ], [Vfio#REGION_WRITE]
/// @param fd            the file that a client may map, or -1
/// @param fileOffset    where the region begins in the file
/// @param areas         the parts that may be mapped; none: all of it
/// @param notifications writes that a client may send by eventfd
public record DeviceRegion(long size, int flags, int fd, long fileOffset, List<Area> areas, List<Notification> notifications) {
    /// No such region.
    public static final DeviceRegion ABSENT = new DeviceRegion(0, 0, -1, 0, List.of(), List.of());

    /// A part of a region where a write is a mere signal, which a client may give through an eventfd instead.
    ///
    /// @param offset    in the region
    /// @param size      width of the write in bytes, or 0 for any
    /// @param eventFd   what is signalled; stays the device's
    /// @param flags     of `KVM_IOEVENTFD` (`linux/kvm.h`); 1: only the value below
    /// @param dataMatch the value
    public record Notification(long offset, long size, int eventFd, int flags, long dataMatch) {
    }

    /// Checks that areas and notifications are inside.
    public DeviceRegion {
        areas = List.copyOf(areas);
        notifications = List.copyOf(notifications);
        if (size < 0 || fileOffset < 0 || areas.size() > SparseMmap.LIMIT || notifications.size() > SparseMmap.LIMIT) {
            throw new IllegalArgumentException("impossible region: size " + size + ", file offset " + fileOffset + ", "
                + areas.size() + " areas, " + notifications.size() + " notifications");
        }
        for (final Area area : areas) {
            requireInside(area.offset(), area.size(), size);
        }
        for (final Notification notification : notifications) {
            requireInside(notification.offset, notification.size, size);
        }
    }

    private static void requireInside(final long offset, final long length, final long size) {
        if (!SparseMmap.inside(offset, length, size)) {
            throw new IllegalArgumentException(offset + "+" + length + " is not inside a region of " + size + " bytes");
        }
    }

    /// {@return a region that is read and written by message only}
    ///
    /// @param size in bytes
    public static DeviceRegion trapped(final long size) {
        return new DeviceRegion(size, Vfio.REGION_READ | Vfio.REGION_WRITE, -1, 0, List.of(), List.of());
    }

    /// {@return this region, which a client may also map}
    ///
    /// @param file   what it maps; stays the device's
    /// @param offset where the region begins in the file, a multiple of the page size
    /// @param parts  what may be mapped, in whole pages; none: all of it
    public DeviceRegion mappable(final int file, final long offset, final Area... parts) {
        return new DeviceRegion(size, flags, file, offset, List.of(parts), notifications);
    }

    /// {@return this region, with writes that may come as signals}
    ///
    /// @param list the parts
    public DeviceRegion notified(final Notification... list) {
        return new DeviceRegion(size, flags, fd, fileOffset, areas, List.of(list));
    }
}
