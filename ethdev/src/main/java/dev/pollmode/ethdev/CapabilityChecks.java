package dev.pollmode.ethdev;

import dev.pollmode.sys.Errno;
import java.lang.reflect.Method;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;

/// The rules for arguments of capabilities, checked before a driver sees them: written once for all drivers.
final class CapabilityChecks {
    private static final int VLANS = 4096;
    private static final Set<RxOffload> VLAN_OFFLOADS = EnumSet.of(RxOffload.VLAN_STRIP, RxOffload.VLAN_FILTER, RxOffload.VLAN_EXTEND,
        RxOffload.QINQ_STRIP);

    private final EthDev port;

    CapabilityChecks(final EthDev port) {
        this.port = port;
    }

    /// Checks the arguments of a call; the port is open and its lock held.
    ///
    /// @param device the device class that will be called
    void check(final Object device, final Method method, final Object[] arguments) {
        if (arguments == null) {
            return;
        }
        final String operation = method.getName();
        final Class<?> type = method.getDeclaringClass();
        if (type == MacControl.class) {
            requireUnicast(operation, (MacAddress) arguments[0]);
        } else if (type == MacFilter.class) {
            checkFilter(operation, (MacFilter) device, (MacAddress) arguments[0]);
        } else if (type == MulticastFilter.class) {
            requireGroups(operation, (List<?>) arguments[0]);
        } else if (type == MtuControl.class) {
            requireWithin(operation, "MTU", (int) arguments[0], port.info().minMtu(), port.info().maxMtu());
        } else if (type == VlanFilter.class) {
            requireWithin(operation, "VLAN", (int) arguments[0], 0, VLANS - 1);
        } else if (type == VlanOffload.class) {
            requireVlanOffloads(operation, (Set<?>) arguments[0]);
        } else if (type == RxInterrupts.class) {
            requireWithin(operation, "rx queue", (int) arguments[0], 0, port.conf().rxQueues() - 1);
        } else if (type == RssControl.class) {
            checkRss(operation, arguments);
        }
    }

    private void requireUnicast(final String operation, final MacAddress address) {
        if (!address.isUnicast()) {
            throw port.failure(operation, Errno.EINVAL, address + " is no unicast address");
        }
    }

    private void checkFilter(final String operation, final MacFilter filter, final MacAddress address) {
        requireUnicast(operation, address);
        if (operation.equals("removeMac")) {
            if (address.equals(port.mac())) {
                throw port.failure(operation, Errno.EADDRINUSE, address + " is the default address");
            }
            return;
        }
        final List<MacAddress> there = filter.macs();
        if (!there.contains(address) && there.size() >= port.info().maxMacAddresses()) {
            throw port.failure(operation, Errno.ENOSPC, "it has all " + there.size() + " addresses it can have");
        }
    }

    private void requireGroups(final String operation, final List<?> groups) {
        for (final Object group : groups) {
            if (!((MacAddress) group).isMulticast()) {
                throw port.failure(operation, Errno.EINVAL, group + " is no multicast address");
            }
        }
    }

    private void requireVlanOffloads(final String operation, final Set<?> offloads) {
        if (!VLAN_OFFLOADS.containsAll(offloads)) {
            throw port.failure(operation, Errno.EINVAL, offloads + ": must be some of " + VLAN_OFFLOADS);
        }
    }

    private void checkRss(final String operation, final Object[] arguments) {
        final EthDevInfo info = port.info();
        if (arguments[0] instanceof final int[] table) {
            requireWithin(operation, "length of the table", table.length, info.rssTableSize(), info.rssTableSize());
            for (final int queue : table) {
                requireWithin(operation, "rx queue", queue, 0, port.conf().rxQueues() - 1);
            }
            return;
        }
        if (arguments[0] instanceof final byte[] key) {
            requireWithin(operation, "length of the key", key.length, info.rssKeySize(), info.rssKeySize());
        }
        final long unknown = (long) arguments[1] & ~info.rssHashTypes();
        if (unknown != 0) {
            throw port.failure(operation, Errno.EINVAL, "unsupported hash types 0x" + Long.toHexString(unknown));
        }
    }

    private void requireWithin(final String operation, final String what, final int value, final int min, final int max) {
        if (value < min || value > max) {
            throw port.failure(operation, Errno.EINVAL, what + " " + value + ": must be " + min + " to " + max);
        }
    }
}
