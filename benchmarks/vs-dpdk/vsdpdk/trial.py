"""One run of one scenario by one implementation, and what it records."""

import contextlib
import time
from dataclasses import dataclass

from .load import CpuMeter, LoadWindow, await_quiet
from .samples import Samples
from .testpmd import Testpmd

PEER = "c"
OURS = "ours"


@dataclass(frozen=True)
class Implementation:
    """Who is measured, and how it is started."""

    name: str
    command: tuple


@dataclass(frozen=True)
class Timing:
    """How long things last, in seconds; how often a noisy window is measured again, and how long it waits for the noise to end."""

    window: float
    warmup: float
    attempts: int = 3
    patience: float = 15


class Results:
    """Samples by metric and implementation, in the order in which the metrics appeared."""

    def __init__(self):
        self.rows = {}

    def of(self, metric, implementation):
        return self.rows.setdefault(metric, {}).setdefault(implementation, Samples())


class Trial:
    """Hands a scenario its implementation and its clock, and keeps what it measures."""

    def __init__(self, scenario, implementation, timing, results, peers):
        self.scenario = scenario
        self.implementation = implementation
        self.timing = timing
        self.peers = peers
        self._results = results
        self._cpu = None

    @contextlib.contextmanager
    def testpmd(self, vdevs, options=(), namespace=None):
        """The implementation with hugepages, its main lcore on CPU 0 and its forwarding lcore on CPU 1.

        Its CPU time is recorded beside what is measured while it runs."""
        eal = ["-l", "0,1", "--in-memory", "--no-pci", *(f"--vdev={vdev}" for vdev in vdevs)]
        with Testpmd([*self.implementation.command, *eal, "--", "-i", *options], namespace) as pmd:
            self._cpu = CpuMeter(pmd.pid)
            try:
                yield pmd
            finally:
                self._cpu = None

    def settle(self):
        """Lets traffic run before it is measured: queues fill, code is compiled."""
        time.sleep(self.timing.warmup)

    def rate(self, **counters):
        """Records how fast counters grow, by the name of their metric."""
        self.measure(lambda: self.rates(**counters))

    def rates(self, **counters):
        """How fast counters grow within a window."""
        first = {metric: _sample(count) for metric, count in counters.items()}
        time.sleep(self.timing.window)
        found = {}
        for metric, count in counters.items():
            value, at = _sample(count)
            found[f".{metric}"] = (value - first[metric][0]) / (at - first[metric][1])
        return found

    def measure(self, action):
        """Records what the action returns (value by metric); repeats it when the machine was not ours meanwhile."""
        for attempt in range(self.timing.attempts):
            if attempt > 0:
                await_quiet(self.timing.patience)
            cpu, started = self._cpu_seconds(), time.monotonic()
            with LoadWindow() as window:
                values = action()
            percent = 100 * (self._cpu_seconds() - cpu) / (time.monotonic() - started) if self._cpu is not None else None
            for metric, value in values.items():
                self._samples(metric).add(value, window.noisy, percent)
            if not window.noisy:
                return

    def record(self, metric, value):
        """Records a value that is not taken within a window."""
        self._samples(metric).add(value)

    def _samples(self, metric):
        return self._results.of(f"{self.scenario}{metric}", self.implementation.name)

    def _cpu_seconds(self):
        return self._cpu.seconds() if self._cpu is not None else 0.0


def _sample(count):
    """A counter and the time at which it was read: the middle of the reading."""
    before = time.monotonic()
    value = count()
    return value, (before + time.monotonic()) / 2
