"""Was the machine ours while we measured? Time stolen by the hypervisor and time taken by strangers."""

import os
import time
from dataclasses import dataclass

from . import parsing

_KTHREADD = 2

@dataclass(frozen=True)
class Limits:
    """Up to here a window is quiet; in percent of the machine."""

    steal: float
    strangers: float


RATES = Limits(steal=2.0, strangers=4.0)
"""For medians of rates: less than what they move by themselves."""
GAPS = Limits(steal=1.0, strangers=0.5)
"""For the longest gap of a loop: any process that shares its CPU makes one."""


@dataclass(frozen=True)
class Load:
    """Shares of the machine in percent; 100 is all CPUs."""

    steal: float
    strangers: float

    def exceeds(self, limits):
        return self.steal > limits.steal or self.strangers > limits.strangers


def _read(path):
    with open(path, encoding="utf-8", errors="replace") as file:
        return file.read()


def processes():
    """(parent, own ticks, ticks of ended children) by process id."""
    table = {}
    for entry in os.listdir("/proc"):
        if entry.isdigit():
            try:
                table[int(entry)] = parsing.process_stat(_read(f"/proc/{entry}/stat"))
            except (FileNotFoundError, ProcessLookupError):
                continue
    return table


def descends(pid, ancestor, table):
    """Whether a process is `ancestor` or was started below it."""
    while pid in table and pid != ancestor:
        pid = table[pid][0]
    return pid == ancestor


def family(ancestor):
    """A process and all that were started below it."""
    table = processes()
    return [pid for pid in table if descends(pid, ancestor, table)]


def strangers_ticks(before, after, me):
    """Ticks that processes took which are neither below `me` nor kernel threads."""
    ticks = 0
    for pid, (_, own, children) in after.items():
        if pid in before and not descends(pid, me, after) and not descends(pid, _KTHREADD, after):
            ticks += own + children - before[pid][1] - before[pid][2]
    return max(ticks, 0)


class LoadWindow:
    """Observes the machine from `with` to its end; then `load` says what else went on, `noisy` whether it was too much."""

    def __init__(self, limits=RATES):
        self._limits = limits

    def __enter__(self):
        self._processes = processes()
        self._ticks = parsing.cpu_ticks(_read("/proc/stat"))
        return self

    def __exit__(self, *unused):
        total, steal = parsing.cpu_ticks(_read("/proc/stat"))
        elapsed = max(total - self._ticks[0], 1)
        strangers = strangers_ticks(self._processes, processes(), os.getpid())
        load = Load(100.0 * (steal - self._ticks[1]) / elapsed, 100.0 * strangers / elapsed)
        self.load, self.noisy = load, load.exceeds(self._limits)


def await_quiet(seconds, limits=RATES):
    """Waits until the machine was quiet for a second, at most so long."""
    deadline = time.monotonic() + seconds
    while time.monotonic() < deadline:
        with LoadWindow(limits) as window:
            time.sleep(1)
        if not window.noisy:
            return


class CpuMeter:
    """CPU time of a process and of everything below it, in percent of one CPU."""

    def __init__(self, pid):
        self._pid = pid

    def seconds(self):
        table = processes()
        ticks = sum(stat[1] for pid, stat in table.items() if descends(pid, self._pid, table))
        return ticks / os.sysconf("SC_CLK_TCK")


def memory_mb(pid):
    """(resident, hugepages) of a process and of everything below it, in MB."""
    resident = huge = 0
    for member in family(pid):
        sizes = parsing.status_kb(_read(f"/proc/{member}/status"))
        resident += sizes.get("VmRSS", 0)
        huge += sizes.get("HugetlbPages", 0)
    return resident / 1024, huge / 1024
