package dev.pollmode.testpmd;

import static dev.pollmode.testpmd.spi.Section.CONFIG;

import dev.pollmode.eal.EalException;
import dev.pollmode.ethdev.AllMulticast;
import dev.pollmode.ethdev.LinkControl;
import dev.pollmode.ethdev.MacAddress;
import dev.pollmode.ethdev.MacFilter;
import dev.pollmode.ethdev.MulticastFilter;
import dev.pollmode.ethdev.Promiscuous;
import dev.pollmode.ethdev.RxOffload;
import dev.pollmode.ethdev.VlanFilter;
import dev.pollmode.ethdev.VlanOffload;
import dev.pollmode.sys.Errno;
import dev.pollmode.testpmd.port.TestPort;
import dev.pollmode.testpmd.spi.Arguments;
import dev.pollmode.testpmd.spi.Command;
import dev.pollmode.testpmd.spi.CommandException;
import dev.pollmode.testpmd.spi.Output;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;

/// What a port receives: addresses, groups, VLANs; and its link.
final class AddressCommands {
    private static final int MAX_VLAN = 4095;

    private final Session session;

    AddressCommands(final Session session) {
        this.session = session;
    }

    List<Command> list() {
        return List.of(
            Command.of(CONFIG, "mac_addr add <port:port> <address:mac>", "Lets a port receive packets for one more address.",
                (arguments, _) -> mac(arguments, address -> port(arguments).dev().capability(MacFilter.class).addMac(address))),
            Command.of(CONFIG, "mac_addr remove <port:port> <address:mac>", "Removes an address that was added.",
                (arguments, _) -> mac(arguments, address -> port(arguments).dev().capability(MacFilter.class).removeMac(address))),
            Command.of(CONFIG, "mac_addr set <port:port> <address:mac>", "Sets the address of a port.",
                (arguments, _) -> mac(arguments, address -> port(arguments).dev().mac(address))),
            Command.of(CONFIG, "mcast_addr add <port:port> <address:mac>", "Lets a port receive packets for a group.",
                (arguments, _) -> group(arguments, true)),
            Command.of(CONFIG, "mcast_addr remove <port:port> <address:mac>", "Removes a group.", (arguments, _) -> group(arguments, false)),
            Command.of(CONFIG, "mcast_addr flush <port:port>", "Removes all groups.",
                (arguments, _) -> port(arguments).dev().capability(MulticastFilter.class).multicastMacs(List.of())),
            Command.of(CONFIG, "set promisc <port:ports> <state:on|off>", "Sets whether a port, or each, receives packets for other addresses.",
                this::promiscuous),
            Command.of(CONFIG, "set allmulti <port:ports> <state:on|off>", "Sets whether a port, or each, receives packets for all groups.",
                this::allMulticast),
            Command.of(CONFIG, "set link-up port <port:port>", "Takes the link of a port up.", (arguments, _) -> link(arguments, true)),
            Command.of(CONFIG, "set link-down port <port:port>", "Takes the link of a port down.", (arguments, _) -> link(arguments, false)),
            Command.of(CONFIG, "vlan set <what:strip|filter|qinq_strip|extend> <state:on|off> <port:port>", "Sets what a port does with VLAN tags.",
                (arguments, _) -> vlan(arguments)),
            Command.of(CONFIG, "rx_vlan add <vlan:word> <port:port>", "Lets a VLAN in, or all.", (arguments, _) -> filter(arguments, true)),
            Command.of(CONFIG, "rx_vlan rm <vlan:word> <port:port>", "Keeps a VLAN out, or all.", (arguments, _) -> filter(arguments, false)));
    }

    private TestPort port(final Arguments arguments) {
        return session.ports().getOrList(arguments.number("port"));
    }

    private static void mac(final Arguments arguments, final java.util.function.Consumer<MacAddress> change) {
        try {
            change.accept(arguments.mac("address"));
        } catch (final EalException e) {
            throw new CommandException("mac_addr_cmd error: (" + Errno.text(e.errno()) + ")", e);
        }
    }

    private void group(final Arguments arguments, final boolean add) {
        final MacAddress address = arguments.mac("address");
        if (!address.isMulticast()) {
            throw new CommandException("Invalid multicast addr " + address);
        }
        final MulticastFilter filter = port(arguments).dev().capability(MulticastFilter.class);
        final List<MacAddress> groups = new ArrayList<>(filter.multicastMacs());
        if (add && groups.contains(address)) {
            throw new CommandException("Multicast address already filtered by port");
        }
        if (add) {
            groups.add(address);
        } else if (!groups.remove(address)) {
            throw new CommandException("Multicast address not filtered by port " + arguments.number("port"));
        }
        filter.multicastMacs(groups);
    }

    private void promiscuous(final Arguments arguments, final Output output) {
        for (final TestPort port : session.ports().selectOrList(arguments.word("port"))) {
            try {
                port.dev().capability(Promiscuous.class).promiscuous(arguments.on("state"));
            } catch (final EalException e) {
                output.complain("Error during " + (arguments.on("state") ? "enabling" : "disabling") + " promiscuous mode for port " + port.id()
                    + ": " + Errno.text(e.errno()) + "\n  " + e.getMessage());
            }
        }
    }

    private void allMulticast(final Arguments arguments, final Output output) {
        for (final TestPort port : session.ports().selectOrList(arguments.word("port"))) {
            try {
                port.dev().capability(AllMulticast.class).allMulticast(arguments.on("state"));
            } catch (final EalException e) {
                output.complain("Error during " + (arguments.on("state") ? "enabling" : "disabling") + " all-multicast mode for port " + port.id()
                    + ": " + Errno.text(e.errno()) + "\n  " + e.getMessage());
            }
        }
    }

    private void link(final Arguments arguments, final boolean up) {
        try {
            port(arguments).dev().capability(LinkControl.class).setLink(up);
        } catch (final EalException e) {
            throw new CommandException(up ? "Set link up fail." : "Set link down fail.", e);
        }
    }

    private void vlan(final Arguments arguments) {
        final VlanOffload vlan = port(arguments).dev().capability(VlanOffload.class);
        final EnumSet<RxOffload> offloads = EnumSet.noneOf(RxOffload.class);
        offloads.addAll(vlan.vlanOffloads());
        final RxOffload changed = switch (arguments.word("what")) {
            case "strip" -> RxOffload.VLAN_STRIP;
            case "filter" -> RxOffload.VLAN_FILTER;
            case "extend" -> RxOffload.VLAN_EXTEND;
            default -> RxOffload.QINQ_STRIP;
        };
        if (arguments.on("state")) {
            offloads.add(changed);
        } else {
            offloads.remove(changed);
        }
        vlan.vlanOffloads(offloads);
    }

    private void filter(final Arguments arguments, final boolean on) {
        final String text = arguments.word("vlan");
        final VlanFilter filter = port(arguments).dev().capability(VlanFilter.class);
        if ("all".equals(text)) {
            for (int vlan = 0; vlan <= MAX_VLAN; vlan++) {
                filter.vlanFilter(vlan, on);
            }
            return;
        }
        final int vlan = text.matches("[0-9]{1,4}") ? Integer.parseInt(text) : MAX_VLAN + 1;
        if (vlan > MAX_VLAN) {
            throw new CommandException("Invalid VLAN ID " + text + "\n  token 3 \"" + text + "\": expected all or 0 to " + MAX_VLAN);
        }
        filter.vlanFilter(vlan, on);
    }
}
