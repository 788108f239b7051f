package dev.pollmode.testpmd;

import dev.pollmode.eal.Device;
import dev.pollmode.eal.Eal;
import dev.pollmode.ethdev.EthDev;
import dev.pollmode.ethdev.EthDevs;
import dev.pollmode.mbuf.Mempool;
import dev.pollmode.mbuf.Mempools;
import dev.pollmode.testpmd.spi.CommandException;
import dev.pollmode.testpmd.spi.Report;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// Devices, and what the environment holds.
final class DeviceReports {
    private DeviceReports() {
    }

    /// {@return a device and its ports}
    ///
    /// @param eal the environment
    /// @param name of the device, or `all`
    static Report devices(final Eal eal, final String name) {
        final List<Device> chosen = eal.devices().filter(device -> "all".equals(name) || device.name().equals(name)).toList();
        if (chosen.isEmpty() && !"all".equals(name)) {
            throw new CommandException("cannot parse identifier\n  there is no device " + name + "; there are "
                + eal.devices().map(Device::name).toList());
        }
        return Report.all(chosen.stream().map(device -> device(eal, device)).toList());
    }

    private static Report device(final Eal eal, final Device device) {
        final StringBuilder text = new StringBuilder("\n********************* Infos for device %s *********************\n".formatted(device.name()));
        text.append("Bus name: ").append(device.bus().name());
        text.append("\nBus information: ");
        text.append("\nDriver name: ").append(device.driverName());
        text.append("\nDevargs: ").append(device.devargs().arguments());
        text.append("\nConnect to socket: ").append(device.numaNode()).append('\n');
        final Map<String, Object> data = new LinkedHashMap<>();
        data.put("name", device.name());
        data.put("bus", device.bus().name());
        data.put("driver", device.driverName());
        data.put("devargs", device.devargs().arguments());
        data.put("socket", device.numaNode());
        final List<Object> ports = new ArrayList<>();
        EthDevs.of(eal).of(device).forEach(port -> ports.add(port(port, text)));
        data.put("ports", ports);
        return new Report(text.append('\n').toString(), data);
    }

    private static Map<String, Object> port(final EthDev port, final StringBuilder text) {
        text.append("\n\tPort id: ").append(port.id());
        text.append(" \n\tMAC address: ").append(port.mac());
        text.append("\n\tDevice name: ").append(port.name());
        text.append("\n\tDevice speed capability: ").append(port.link().speedText()).append("  \n");
        final Map<String, Object> data = new LinkedHashMap<>();
        data.put("port", port.id());
        data.put("mac", port.mac().toString());
        data.put("name", port.name());
        data.put("owner", port.owner().map(Object::toString).orElse(null));
        return data;
    }

    /// {@return the arguments of all devices}
    static Report devargs(final Eal eal) {
        final StringBuilder text = new StringBuilder("User device list:\n");
        final List<Object> data = new ArrayList<>();
        eal.devices().forEach(device -> {
            text.append("  [%s]: %s %s\n".formatted(device.bus().name(), device.name(), device.devargs().arguments()));
            data.add(Map.of("bus", device.bus().name(), "name", device.name(), "devargs", device.devargs().arguments()));
        });
        return new Report(text.toString(), data);
    }

    /// {@return all pools, or one}
    static Report mempools(final Eal eal, final String name) {
        final List<Mempool> chosen = Mempools.of(eal).all().filter(pool -> name == null || pool.name().equals(name)).toList();
        if (chosen.isEmpty() && name != null) {
            throw new CommandException("Cannot find mempool\n  there is none called " + name + "; there are "
                + Mempools.of(eal).all().map(Mempool::name).toList());
        }
        return Report.all(chosen.stream().map(DeviceReports::mempool).toList());
    }

    private static Report mempool(final Mempool pool) {
        final int available = pool.available();
        final Map<String, Object> data = new LinkedHashMap<>();
        data.put("name", pool.name());
        data.put("size", pool.count());
        data.put("buffer_length", pool.bufferLength());
        data.put("cache_size", pool.cacheSize());
        data.put("available", available);
        data.put("in_use", pool.count() - available);
        return new Report(pool.dump(), data);
    }

    /// {@return the levels of all logs}
    static Report logTypes(final Eal eal) {
        final StringBuilder text = new StringBuilder("global log level is ").append(eal.logs().globalLevel().text()).append('\n');
        final Map<String, Object> data = new LinkedHashMap<>();
        data.put("global", eal.logs().globalLevel().text());
        int id = 0;
        for (final var entry : eal.logs().levels().entrySet()) {
            text.append("id %d: %s, level is %s\n".formatted(id++, entry.getKey(), entry.getValue().text()));
            data.put(entry.getKey(), entry.getValue().text());
        }
        return new Report(text.toString(), data);
    }

    /// {@return all lcores}
    static Report lcores(final Eal eal) {
        final StringBuilder text = new StringBuilder();
        final List<Object> data = new ArrayList<>();
        eal.lcores().all().forEach(lcore -> {
            final String role = lcore.role().name();
            text.append("lcore %d, role %s, cpuset %s, %s\n".formatted(lcore.id(), role, lcore.cpus(), lcore.isRunning() ? "running" : "waiting"));
            data.add(Map.of("lcore", lcore.id(), "role", role, "cpus", lcore.cpus(), "running", lcore.isRunning()));
        });
        return new Report(text.toString(), data);
    }
}
