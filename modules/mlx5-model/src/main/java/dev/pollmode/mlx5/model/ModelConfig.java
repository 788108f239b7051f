package dev.pollmode.mlx5.model;

import dev.pollmode.mlx5.prm.PciIds;

/// What kind of function a model is. Immutable; the `with` methods return a changed copy.
///
/// @param deviceId PCI device id
/// @param macAddress permanent address, the lower 48 bits; 0 as when the host assigned none
/// @param vectors MSI-X vectors
/// @param bootPages pages wanted before capabilities
/// @param initPages pages wanted before INIT_HCA
/// @param inlineMode header that work requests must inline: 0 none, 1 L2, 2 IP, 3 TCP/UDP
/// @param trusted whether `promisc_all` has an effect
/// @param flowControl whether a frame waits for a receive buffer instead of being dropped
/// @param linkUp whether the link is up at the beginning
public record ModelConfig(int deviceId, long macAddress, int vectors, int bootPages, int initPages, int inlineMode, boolean trusted,
                          boolean flowControl, boolean linkUp) {
    /// A ConnectX-5 virtual function.
    public static final ModelConfig DEFAULT = new ModelConfig(PciIds.CONNECTX5_VF, 0x02_00_00_c0_ff_eeL, 32, 4, 24, 0, true, false, true);

    /// Most interrupt vectors.
    static final int MAX_VECTORS = 256;

    /// Checks the values.
    public ModelConfig {
        if ((macAddress >>> 48) != 0 || (macAddress >>> 40 & 1) != 0) {
            throw new IllegalArgumentException("not a unicast MAC address: " + Long.toHexString(macAddress));
        }
        if (vectors < 1 || vectors > MAX_VECTORS || bootPages < 0 || initPages < 0 || inlineMode < 0 || inlineMode > 3) {
            throw new IllegalArgumentException("out of range: vectors " + vectors + ", pages " + bootPages + " and " + initPages
                + ", inline mode " + inlineMode);
        }
    }

    /// {@return a copy with another PCI device id}
    public ModelConfig withDeviceId(final int id) {
        return new ModelConfig(id, macAddress, vectors, bootPages, initPages, inlineMode, trusted, flowControl, linkUp);
    }

    /// {@return a copy with another permanent address}
    public ModelConfig withMacAddress(final long address) {
        return new ModelConfig(deviceId, address, vectors, bootPages, initPages, inlineMode, trusted, flowControl, linkUp);
    }

    /// {@return a copy with another number of interrupt vectors}
    public ModelConfig withVectors(final int count) {
        return new ModelConfig(deviceId, macAddress, count, bootPages, initPages, inlineMode, trusted, flowControl, linkUp);
    }

    /// {@return a copy with another need for inlined headers}
    public ModelConfig withInlineMode(final int mode) {
        return new ModelConfig(deviceId, macAddress, vectors, bootPages, initPages, mode, trusted, flowControl, linkUp);
    }

    /// {@return a copy in which frames wait for receive buffers, or are dropped}
    public ModelConfig withFlowControl(final boolean on) {
        return new ModelConfig(deviceId, macAddress, vectors, bootPages, initPages, inlineMode, trusted, on, linkUp);
    }

    /// {@return a copy that trusts its driver with all traffic, or does not}
    public ModelConfig withTrusted(final boolean trust) {
        return new ModelConfig(deviceId, macAddress, vectors, bootPages, initPages, inlineMode, trust, flowControl, linkUp);
    }
}
