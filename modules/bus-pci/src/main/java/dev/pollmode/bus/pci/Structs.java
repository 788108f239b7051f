package dev.pollmode.bus.pci;

import java.lang.foreign.MemoryLayout.PathElement;
import java.lang.foreign.StructLayout;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;

/// Handles of struct fields that take only the segment: the struct begins at its first byte.
final class Structs {
    private Structs() {
    }

    static VarHandle field(final StructLayout layout, final String name) {
        return MethodHandles.insertCoordinates(layout.varHandle(PathElement.groupElement(name)), 1, 0L);
    }
}
