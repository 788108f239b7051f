package dev.pollmode.mlx5.model;

import java.util.List;

/// The ring of a send or receive queue as its context describes it.
///
/// @param ring where it lies
/// @param logSize log2 of its entries
/// @param logStride log2 of the length of an entry
/// @param record DMA address of the doorbell record
/// @param pd protection domain
/// @param parts objects of the driver's that it refers to
/// @param linked whether an entry names the next one
/// @param striding whether an entry takes several packets
/// @param logStrides log2 of the strides of an entry
/// @param logStrideBytes log2 of the length of a stride
/// @param shift bytes left free before a packet
record WorkRing(Ring ring, int logSize, int logStride, long record, Plain pd, List<Resource> parts, boolean linked, boolean striding, int logStrides,
                int logStrideBytes, int shift) {
    int entries() {
        return 1 << logSize;
    }

    int stride() {
        return 1 << logStride;
    }

    int strides() {
        return 1 << logStrides;
    }
}
