package dev.pollmode.sys;

import java.lang.foreign.MemorySegment;
import java.util.Arrays;

/// An interface as the kernel describes it at one moment.
///
/// @param index        its number in its network namespace, above 0
/// @param name         its name
/// @param type         the hardware type, [#ARPHRD_ETHER] ...
/// @param flags        the flags, [#IFF_UP] ...
/// @param mtu          the maximum transmission unit in bytes
/// @param mac          the hardware address; empty when the interface has none. Copied in and out
/// @param operState    the operational state of RFC 2863, [#OPER_UP] ...
/// @param carrier      whether the device has a link; false also while it is down
/// @param kind         what made it: `veth`, `bridge`, `tun` ...; empty for the devices of most drivers
/// @param master       the index of the bridge, bond or other master; 0 when it has none
/// @param lower        `IFLA_LINK`: the index of the interface below, or of the peer of a veth; 0 when there is none
/// @param lowerForeign whether [#lower()] is an index in another network namespace
/// @param parentBus    the bus of the device behind it, as `pci`; empty when the kernel does not say
/// @param parentDevice the name of that device, as `0000:00:02.0`; empty when the kernel does not say (before Linux 5.14, virtual devices)
public record LinkInfo(
        int index, String name, int type, int flags, int mtu, byte[] mac, int operState, boolean carrier, String kind,
        int master, int lower, boolean lowerForeign, String parentBus, String parentDevice) {

    /// Ethernet (`linux/if_arp.h`).
    public static final int ARPHRD_ETHER = 1;
    /// The loopback device.
    public static final int ARPHRD_LOOPBACK = 772;
    /// No link layer: a tun device.
    public static final int ARPHRD_NONE = 0xfffe;

    /// Switched on by the administrator (`linux/if.h`).
    public static final int IFF_UP = 0x1;
    /// Broadcast is possible.
    public static final int IFF_BROADCAST = 0x2;
    /// The loopback device.
    public static final int IFF_LOOPBACK = 0x8;
    /// Up and operational.
    public static final int IFF_RUNNING = 0x40;
    /// Receives frames for everybody.
    public static final int IFF_PROMISC = 0x100;
    /// Receives all multicast frames.
    public static final int IFF_ALLMULTI = 0x200;
    /// Enslaved to a bond or to a synthetic device.
    public static final int IFF_SLAVE = 0x800;
    /// Multicast is possible.
    public static final int IFF_MULTICAST = 0x1000;
    /// The driver sees a link.
    public static final int IFF_LOWER_UP = 0x10000;

    /// The driver does not say; common for virtual devices (`linux/if.h`, `IF_OPER_...`).
    public static final int OPER_UNKNOWN = 0;
    /// The hardware is not there.
    public static final int OPER_NOT_PRESENT = 1;
    /// Down.
    public static final int OPER_DOWN = 2;
    /// The interface below is down.
    public static final int OPER_LOWER_LAYER_DOWN = 3;
    /// Waits for something else, as authentication.
    public static final int OPER_DORMANT = 5;
    /// Works.
    public static final int OPER_UP = 6;

    private static final int IFLA_ADDRESS = 1;
    private static final int IFLA_IFNAME = 3;
    private static final int IFLA_MTU = 4;
    private static final int IFLA_LINK = 5;
    private static final int IFLA_MASTER = 10;
    private static final int IFLA_OPERSTATE = 16;
    private static final int IFLA_LINKINFO = 18;
    private static final int IFLA_INFO_KIND = 1;
    private static final int IFLA_CARRIER = 33;
    private static final int IFLA_LINK_NETNSID = 37;
    private static final int IFLA_PARENT_DEV_NAME = 56;
    private static final int IFLA_PARENT_DEV_BUS_NAME = 57;

    /// Copies the address.
    public LinkInfo {
        mac = mac.clone();
    }

    /// {@return a copy of the hardware address; empty when the interface has none}
    @Override
    public byte[] mac() {
        return mac.clone();
    }

    /// {@return whether the administrator switched it on}
    public boolean isUp() {
        return (flags & IFF_UP) != 0;
    }

    /// {@return whether it is up and operational}
    public boolean isRunning() {
        return (flags & IFF_RUNNING) != 0;
    }

    @Override
    public boolean equals(final Object other) {
        return other instanceof LinkInfo that
            && index == that.index && name.equals(that.name) && type == that.type && flags == that.flags && mtu == that.mtu
            && Arrays.equals(mac, that.mac) && operState == that.operState && carrier == that.carrier && kind.equals(that.kind)
            && master == that.master && lower == that.lower && lowerForeign == that.lowerForeign
            && parentBus.equals(that.parentBus) && parentDevice.equals(that.parentDevice);
    }

    @Override
    public int hashCode() {
        return 31 * index + name.hashCode();
    }

    /// Reads a message RTM_NEWLINK or RTM_DELLINK.
    ///
    /// @param message the message
    /// @return the link
    /// @throws NetlinkException `EBADMSG` when the message is malformed, or a link without a name or index
    static LinkInfo of(final NetlinkMessage message) {
        final MemorySegment header = message.header(IfInfoMsg.SIZE);
        String name = "";
        int mtu = 0;
        byte[] mac = {};
        int operState = OPER_UNKNOWN;
        boolean carrier = false;
        String kind = "";
        int master = 0;
        int lower = 0;
        boolean lowerForeign = false;
        String parentBus = "";
        String parentDevice = "";
        final NetlinkAttributes attributes = message.attributes(IfInfoMsg.SIZE);
        while (attributes.next()) {
            switch (attributes.type()) {
                case IFLA_IFNAME -> name = attributes.string();
                case IFLA_MTU -> mtu = attributes.s32();
                case IFLA_ADDRESS -> mac = attributes.bytes();
                case IFLA_OPERSTATE -> operState = attributes.u8();
                case IFLA_CARRIER -> carrier = attributes.u8() != 0;
                case IFLA_LINKINFO -> kind = kind(attributes.nested());
                case IFLA_MASTER -> master = attributes.s32();
                case IFLA_LINK -> lower = attributes.s32();
                case IFLA_LINK_NETNSID -> lowerForeign = true;
                case IFLA_PARENT_DEV_BUS_NAME -> parentBus = attributes.string();
                case IFLA_PARENT_DEV_NAME -> parentDevice = attributes.string();
                default -> { }
            }
        }
        if (name.isEmpty() || IfInfoMsg.index(header) <= 0) {
            throw NetlinkException.malformed("a link with index " + IfInfoMsg.index(header) + " and name '" + name + "'");
        }
        return new LinkInfo(IfInfoMsg.index(header), name, IfInfoMsg.type(header), IfInfoMsg.flags(header), mtu, mac, operState, carrier,
            kind, master, lower, lowerForeign, parentBus, parentDevice);
    }

    private static String kind(final NetlinkAttributes linkInfo) {
        while (linkInfo.next()) {
            if (linkInfo.type() == IFLA_INFO_KIND) {
                return linkInfo.string();
            }
        }
        return "";
    }
}
