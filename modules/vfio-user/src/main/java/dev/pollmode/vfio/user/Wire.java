package dev.pollmode.vfio.user;

import dev.pollmode.sys.Errno;
import java.lang.foreign.MemoryLayout;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.StructLayout;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;

/// What the struct classes of this package share: handles of fields, and the check that a payload holds the struct.
///
/// All fields are in the byte order of the host (vfio-user, "Protocol Specification") and may lie unaligned, so that a
/// struct can be read from a heap array as well.
final class Wire {
    private Wire() {
    }

    /// A handle that takes only the segment: the struct begins at its first byte.
    static VarHandle field(final StructLayout layout, final String name) {
        final VarHandle handle = layout.varHandle(MemoryLayout.PathElement.groupElement(name));
        return MethodHandles.insertCoordinates(handle, 1, 0L);
    }

    /// @throws VfioUserException with EINVAL when the payload is shorter than the struct
    static void require(final MemorySegment payload, final StructLayout layout) {
        if (payload.byteSize() < layout.byteSize()) {
            throw new VfioUserException("parse(" + layout.name().orElse("struct") + ", " + payload.byteSize() + " bytes)",
                Errno.EINVAL, "the payload is shorter than the " + layout.byteSize() + " bytes of this message");
        }
    }
}
