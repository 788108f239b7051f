package dev.pollmode.pmd.vdev.netvsc;

import dev.pollmode.ethdev.MacAddress;
import dev.pollmode.sys.LinkInfo;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// The interfaces of the machine at one moment, sorted by whether they are NetVSC; and why one that a user wants is not
/// among them.
final class Interfaces {
    private final List<LinkInfo> links;
    private final Sysfs sysfs;
    private final List<NetInterface> netvsc = new ArrayList<>();
    private final List<NetInterface> others = new ArrayList<>();

    /// @param links all interfaces
    /// @param sysfs what tells their kind
    /// @param log   is told of Ethernet interfaces without an address
    Interfaces(final List<LinkInfo> links, final Sysfs sysfs, final Logger log) {
        this.links = links;
        this.sysfs = sysfs;
        for (final LinkInfo link : links) {
            final Optional<NetInterface> found = NetInterface.of(link);
            found.ifPresent(sysfs.isNetvsc(link.name()) ? netvsc::add : others::add);
            if (found.isEmpty() && link.type() == LinkInfo.ARPHRD_ETHER) {
                log.log(Level.WARNING, "interface \"" + link.name() + "\" is left out: its hardware address has "
                    + link.mac().length + " bytes");
            }
        }
    }

    /// {@return the NetVSC interfaces}
    List<NetInterface> netvsc() {
        return netvsc;
    }

    /// {@return the NetVSC interfaces that are specified}
    List<NetInterface> netvsc(final NetvscArgs args) {
        return matching(netvsc, args);
    }

    /// {@return the other interfaces that are specified}
    List<NetInterface> others(final NetvscArgs args) {
        return matching(others, args);
    }

    /// {@return why a specified interface was not found, and what to give instead}
    String whyNot(final NetvscArgs args) {
        final String reason = args.iface().map(this::whyNot).orElseGet(() -> whyNot(args.mac().orElseThrow()));
        return netvsc.isEmpty() || reason.contains("use iface=") ? reason : reason + "; NetVSC interfaces are " + names(netvsc);
    }

    private String whyNot(final String name) {
        final Optional<LinkInfo> link = links.stream().filter(candidate -> candidate.name().equals(name)).findFirst();
        if (link.isEmpty()) {
            return "there is no interface \"" + name + "\"";
        }
        final Optional<NetInterface> other = NetInterface.of(link.get());
        if (other.isEmpty()) {
            return "\"" + name + "\" is no Ethernet interface";
        }
        return whyNot(other.get());
    }

    private String whyNot(final MacAddress mac) {
        return others.stream().filter(other -> other.mac().equals(mac)).findFirst().map(this::whyNot)
            .orElse("no Ethernet interface has the address " + mac);
    }

    /// The mistake that is made most: the VF is named, which has the same address.
    private String whyNot(final NetInterface other) {
        return netvsc.stream().filter(synthetic -> synthetic.mac().equals(other.mac()))
            .filter(_ -> sysfs.pciFunction(other.name()).isPresent()).findFirst()
            .map(synthetic -> "\"" + other.name() + "\" is the VF of \"" + synthetic.name() + "\", use iface=" + synthetic.name())
            .orElse("\"" + other.name() + "\" is no NetVSC interface; force=1 takes it all the same");
    }

    static String names(final List<NetInterface> interfaces) {
        return interfaces.stream().map(NetInterface::name).collect(Collectors.joining(", "));
    }

    private static List<NetInterface> matching(final List<NetInterface> candidates, final NetvscArgs args) {
        final Stream<NetInterface> all = candidates.stream();
        return args.iface().map(name -> all.filter(candidate -> candidate.name().equals(name)).toList())
            .orElseGet(() -> all.filter(candidate -> args.mac().filter(candidate.mac()::equals).isPresent()).toList());
    }
}
