package dev.pollmode.testpmd;

import dev.pollmode.ethdev.EthDev;
import dev.pollmode.ethdev.MacAddress;
import dev.pollmode.ethdev.MacFilter;
import dev.pollmode.ethdev.MulticastFilter;
import dev.pollmode.ethdev.PacketTypes;
import dev.pollmode.ethdev.RssControl;
import dev.pollmode.mbuf.PacketType;
import dev.pollmode.testpmd.port.TestPort;
import dev.pollmode.testpmd.spi.CommandException;
import dev.pollmode.testpmd.spi.Report;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/// Addresses, packet types and hashing of a port.
final class AddressReports {
    private AddressReports() {
    }

    /// {@return the addresses of a port}
    static Report macs(final TestPort port) {
        final EthDev dev = port.dev();
        return addresses("Number of MAC address added: ", dev.findCapability(MacFilter.class).map(MacFilter::macs).orElseGet(() -> List.of(dev.mac())));
    }

    /// {@return the groups that a port receives packets for}
    static Report groups(final TestPort port) {
        return addresses("Number of Multicast MAC address added: ",
            port.dev().findCapability(MulticastFilter.class).map(MulticastFilter::multicastMacs).orElse(List.of()));
    }

    private static Report addresses(final String title, final List<MacAddress> addresses) {
        final StringBuilder text = new StringBuilder(title).append(addresses.size()).append('\n');
        addresses.forEach(address -> text.append("  ").append(address).append('\n'));
        return new Report(text.toString(), addresses.stream().map(MacAddress::toString).toList());
    }

    /// {@return the types of packets that a port tells}
    static Report packetTypes(final TestPort port) {
        final int[] types = port.dev().findCapability(PacketTypes.class).map(PacketTypes::packetTypes).orElse(new int[0]);
        final StringBuilder text = new StringBuilder();
        final Map<String, Object> data = new LinkedHashMap<>();
        layer("L2", types, PacketType.L2_MASK, text, data);
        layer("L3", types, PacketType.L3_MASK, text, data);
        layer("L4", types, PacketType.L4_MASK, text, data);
        for (final String layer : List.of("Tunnel", "Inner L2", "Inner L3", "Inner L4")) {
            text.append(layer).append(" ptypes unsupported\n");
        }
        return new Report(text.toString(), data);
    }

    private static void layer(final String name, final int[] types, final int mask, final StringBuilder text, final Map<String, Object> data) {
        final List<String> names = Arrays.stream(types).map(type -> type & mask).filter(type -> type != 0).distinct()
            .mapToObj(PacketType::names).toList();
        text.append(names.isEmpty() ? name + " ptypes unsupported\n" : "Supported " + name + " ptypes:\n");
        names.forEach(type -> text.append(type).append(" \n"));
        data.put(name.toLowerCase(Locale.ROOT), names);
    }

    /// {@return what is hashed, and with which key}
    static Report hash(final TestPort port, final boolean withKey) {
        final RssControl rss = port.dev().findCapability(RssControl.class).orElseThrow(() ->
            new CommandException("dev_info did not provide a valid hash key size\n  driver " + port.dev().device().driverName() + " has no RSS"));
        final List<String> names = RssTypes.names(rss.rssHashTypes());
        final StringBuilder text = new StringBuilder(names.isEmpty() ? "RSS disabled\n" : "RSS functions:\n  " + String.join("  ", names) + '\n');
        final Map<String, Object> data = new LinkedHashMap<>();
        data.put("types", names);
        if (withKey) {
            final String key = HexFormat.of().withUpperCase().formatHex(rss.rssKey());
            text.append("RSS key:\n").append(key).append('\n');
            data.put("key", key);
        }
        return new Report(text.toString(), data);
    }

    /// {@return the redirection table}
    ///
    /// @param masks which entries, 64 in a mask
    static Report table(final TestPort port, final int size, final List<Long> masks) {
        final int[] table = port.dev().capability(RssControl.class).rssTable();
        if (size != table.length) {
            throw new CommandException("Bad arguments\n  the table of port " + port.id() + " has " + table.length + " entries, not " + size);
        }
        final StringBuilder text = new StringBuilder();
        final List<Object> data = new ArrayList<>();
        for (int i = 0; i < table.length; i++) {
            if (i / Long.SIZE < masks.size() && (masks.get(i / Long.SIZE) >>> i % Long.SIZE & 1) != 0) {
                text.append("RSS RETA configuration: hash index=%d, queue=%d\n".formatted(i, table[i]));
                data.add(Map.of("hash_index", i, "queue", table[i]));
            }
        }
        return new Report(text.toString(), data);
    }
}
