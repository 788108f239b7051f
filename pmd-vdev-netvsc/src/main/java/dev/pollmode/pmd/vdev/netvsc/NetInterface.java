package dev.pollmode.pmd.vdev.netvsc;

import dev.pollmode.ethdev.MacAddress;
import dev.pollmode.sys.LinkInfo;
import java.util.Optional;

/// An Ethernet interface.
///
/// @param index its index
/// @param name  its name
/// @param mac   its address
record NetInterface(int index, String name, MacAddress mac) {
    /// {@return an interface of the kernel, if it is one of Ethernet with an address}
    ///
    /// @param link what the kernel says
    static Optional<NetInterface> of(final LinkInfo link) {
        final byte[] mac = link.mac();
        return link.type() == LinkInfo.ARPHRD_ETHER && mac.length == MacAddress.LENGTH
            ? Optional.of(new NetInterface(link.index(), link.name(), MacAddress.of(mac, 0))) : Optional.empty();
    }

    @Override
    public String toString() {
        return "\"" + name + "\" (index " + index + ")";
    }
}
