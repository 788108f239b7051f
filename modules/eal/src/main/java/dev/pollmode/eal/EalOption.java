package dev.pollmode.eal;

import static dev.pollmode.eal.EalOption.Group.DEVICES;
import static dev.pollmode.eal.EalOption.Group.GENERAL;
import static dev.pollmode.eal.EalOption.Group.LCORES;
import static dev.pollmode.eal.EalOption.Group.LOGS;
import static dev.pollmode.eal.EalOption.Group.MEMORY;
import static dev.pollmode.eal.EalOption.Group.NO_EFFECT;
import static dev.pollmode.eal.EalOption.Value.NONE;
import static dev.pollmode.eal.EalOption.Value.OPTIONAL;
import static dev.pollmode.eal.EalOption.Value.REQUIRED;

import java.util.List;

/// The options of the EAL: their names, what follows them, and a line of help. Which value is right is known to
/// [EalOptionParser].
///
/// Names are those of DPDK 22.11 and later; `--sysfs-root`, `--vfio-user` and `--allow-exec` are ours.
enum EalOption {
    LCORE_LIST(LCORES, 'l', "lcores", REQUIRED, "LIST",
        "lcores, and their CPUs: 0-3,5 or (0-3)@1 or 1@2; default: all CPUs"),
    CORE_MASK(LCORES, 'c', "coremask", REQUIRED, "MASK", "deprecated: hexadecimal mask of lcores; use -l"),
    MAIN_LCORE(LCORES, (char) 0, "main-lcore", REQUIRED, "ID", "the lcore that runs main; default: the first"),
    SERVICE_LIST(LCORES, 'S', "service-corelist", REQUIRED, "LIST", "lcores that run services"),
    SERVICE_MASK(LCORES, 's', "service-coremask", REQUIRED, "MASK", "deprecated: hexadecimal mask of service lcores; use -S"),
    REMAP_LCORES(LCORES, 'R', "remap-lcore-ids", OPTIONAL, "FIRST", "number the lcores from FIRST on, from 0 if not given"),

    VDEV(DEVICES, (char) 0, "vdev", REQUIRED, "DRIVER[ID][,K=V...]", "add a virtual device; repeatable"),
    ALLOW(DEVICES, 'a', "allow", REQUIRED, "ADDRESS[,K=V...]", "use this device and others so named only; repeatable"),
    BLOCK(DEVICES, 'b', "block", REQUIRED, "ADDRESS", "do not use this device; repeatable"),
    NO_AUTO_PROBING(DEVICES, 'A', "no-auto-probing", NONE, "", "use devices given by -a or --vdev only"),
    AUTO_PROBING(DEVICES, (char) 0, "auto-probing", NONE, "", "use every device that was found, the default"),
    NO_PCI(DEVICES, (char) 0, "no-pci", NONE, "", "do not look for PCI devices"),
    VFIO_USER(DEVICES, (char) 0, "vfio-user", REQUIRED, "ADDRESS=SOCKET",
        "add the PCI device that a vfio-user server offers at a socket; repeatable"),
    DRIVER_PATH(DEVICES, 'd', "driver-path", REQUIRED, "JAR|DIR", "load drivers from a jar or a directory; repeatable"),
    VFIO_INTR(DEVICES, (char) 0, "vfio-intr", REQUIRED, "MODE", "interrupts of VFIO devices: legacy, msi or msix"),
    VFIO_VF_TOKEN(DEVICES, (char) 0, "vfio-vf-token", REQUIRED, "UUID", "token shared by a physical function and its VFs"),
    SYSFS_ROOT(DEVICES, (char) 0, "sysfs-root", REQUIRED, "DIR", "look for devices under DIR in place of /sys"),
    ALLOW_EXEC(DEVICES, (char) 0, "allow-exec", NONE, "", "let arguments of devices name commands to run"),

    MEMORY_SIZE(MEMORY, 'm', "memory-size", REQUIRED, "MIB", "memory to reserve at start, in MiB"),
    NUMA_MEM(MEMORY, (char) 0, "numa-mem", REQUIRED, "MIB,...", "memory to reserve at start per NUMA node, in MiB"),
    NUMA_LIMIT(MEMORY, (char) 0, "numa-limit", REQUIRED, "MIB,...", "the most memory to take per NUMA node, in MiB; 0: no limit"),
    PAGESZ_MEM(MEMORY, (char) 0, "pagesz-mem", REQUIRED, "SIZE:LIMIT", "the most memory in pages of a size, as in 2M:32G; repeatable"),
    NO_HUGE(MEMORY, (char) 0, "no-huge", NONE, "", "use ordinary pages"),
    IN_MEMORY(MEMORY, (char) 0, "in-memory", NONE, "", "make no files for memory"),
    HUGE_DIR(MEMORY, (char) 0, "huge-dir", REQUIRED, "DIR", "where hugetlbfs is mounted"),
    SINGLE_FILE_SEGMENTS(MEMORY, (char) 0, "single-file-segments", NONE, "", "put memory in files that can be passed on, as vhost-user needs"),
    FILE_PREFIX(MEMORY, (char) 0, "file-prefix", REQUIRED, "NAME", "name of this instance in files and sockets; default: rte"),
    IOVA_MODE(MEMORY, (char) 0, "iova-mode", REQUIRED, "MODE", "addresses that devices use: pa (physical) or va (virtual)"),

    LOG_LEVEL(LOGS, (char) 0, "log-level", REQUIRED, "[TYPE:]LEVEL", "what is logged, by type or of all; 'help' lists; repeatable"),
    LOG_COLOR(LOGS, (char) 0, "log-color", OPTIONAL, "WHEN", "color the log: never (default), always (if no value), or auto: on a terminal"),
    LOG_TIMESTAMP(LOGS, (char) 0, "log-timestamp", OPTIONAL, "FORMAT",
        "time in the log: since start (if no value), delta, reltime, ctime, iso or notime"),
    SYSLOG(LOGS, (char) 0, "syslog", OPTIONAL, "FACILITY", "log to syslog as well, as daemon if no value"),
    TRACE(LOGS, (char) 0, "trace", REQUIRED, "REGEX", "record JFR events whose name matches, as in ^dev.pollmode; repeatable"),
    TRACE_DIR(LOGS, (char) 0, "trace-dir", REQUIRED, "DIR", "where to write the recording; default: pollmode-traces in the home directory"),
    TRACE_BUFSZ(LOGS, (char) 0, "trace-bufsz", REQUIRED, "SIZE", "size of the recording, with B, K, M or G; default: 1M"),
    TRACE_MODE(LOGS, (char) 0, "trace-mode", REQUIRED, "MODE", "what a full recording does: overwrite; discard is taken as overwrite"),
    TELEMETRY(LOGS, (char) 0, "telemetry", NONE, "", "offer a telemetry socket, with the telemetry module; this is the default"),
    NO_TELEMETRY(LOGS, (char) 0, "no-telemetry", NONE, "", "offer no telemetry socket"),

    VERSION(GENERAL, 'v', "version", NONE, "", "print the version at start"),
    HELP(GENERAL, 'h', "help", NONE, "", "print this help"),
    PROC_TYPE(GENERAL, (char) 0, "proc-type", REQUIRED, "TYPE", "primary or auto; there are no secondary processes"),

    HUGE_UNLINK(NO_EFFECT, (char) 0, "huge-unlink", OPTIONAL, "WHEN", "files of memory are always removed as soon as they are open"),
    BASE_VIRTADDR(NO_EFFECT, (char) 0, "base-virtaddr", REQUIRED, "ADDRESS", "the kernel places memory"),
    LEGACY_MEM(NO_EFFECT, (char) 0, "legacy-mem", NONE, "", "there is one way to lay out memory"),
    MATCH_ALLOCATIONS(NO_EFFECT, (char) 0, "match-allocations", NONE, "", "pages are always freed as they were allocated"),
    CREATE_UIO_DEV(NO_EFFECT, (char) 0, "create-uio-dev", NONE, "", "UIO is not used"),
    VMWARE_TSC_MAP(NO_EFFECT, (char) 0, "vmware-tsc-map", NONE, "", "the JVM reads the clock"),
    NO_HPET(NO_EFFECT, (char) 0, "no-hpet", NONE, "", "HPET is never used"),
    NO_SHCONF(NO_EFFECT, (char) 0, "no-shconf", NONE, "", "there is no shared configuration file"),
    MEMORY_CHANNELS(NO_EFFECT, 'n', "memory-channels", REQUIRED, "N", "buffers are not spread over memory channels"),
    MEMORY_RANKS(NO_EFFECT, 'r', "memory-ranks", REQUIRED, "N", "buffers are not spread over memory ranks"),
    MBUF_POOL_OPS(NO_EFFECT, (char) 0, "mbuf-pool-ops-name", REQUIRED, "NAME", "there is one kind of pool"),
    HUGE_WORKER_STACK(NO_EFFECT, (char) 0, "huge-worker-stack", OPTIONAL, "KIB", "the JVM places stacks; see -XX:ThreadStackSize"),
    MAX_SIMD_BITWIDTH(NO_EFFECT, (char) 0, "force-max-simd-bitwidth", REQUIRED, "BITS", "the JVM picks vector instructions; see -XX:UseAVX");

    /// What follows an option.
    enum Value {
        /// Nothing.
        NONE,
        /// A value in the same word or in the next one.
        REQUIRED,
        /// A value in the same word, or nothing.
        OPTIONAL
    }

    /// Where the help lists an option.
    enum Group {
        LCORES("lcores"),
        DEVICES("devices"),
        MEMORY("memory"),
        LOGS("logs and traces"),
        GENERAL("general"),
        NO_EFFECT("accepted for the sake of DPDK command lines, without effect");

        private final String title;

        Group(final String title) {
            this.title = title;
        }

        String title() {
            return title;
        }
    }

    private final Group group;
    private final char letter;
    private final String longName;
    private final Value value;
    private final String valueName;
    private final String help;

    EalOption(final Group group, final char letter, final String longName, final Value value, final String valueName,
            final String help) {
        this.group = group;
        this.letter = letter;
        this.longName = longName;
        this.value = value;
        this.valueName = valueName;
        this.help = help;
    }

    Group group() {
        return group;
    }

    /// {@return the letter of the short form, 0 if there is none}
    char letter() {
        return letter;
    }

    String longName() {
        return longName;
    }

    /// {@return the older names of DPDK that mean the same}
    List<String> aliases() {
        return switch (this) {
            case NUMA_MEM -> List.of("socket-mem");
            case NUMA_LIMIT -> List.of("socket-limit");
            default -> List.of();
        };
    }

    Value value() {
        return value;
    }

    String valueName() {
        return valueName;
    }

    String help() {
        return help;
    }

    /// {@return whether every occurrence counts, and not the last one only}
    boolean repeatable() {
        return switch (this) {
            case VDEV, ALLOW, BLOCK, VFIO_USER, DRIVER_PATH, LOG_LEVEL, PAGESZ_MEM, TRACE -> true;
            default -> false;
        };
    }
}
