"""Runs trials in turn and puts the machine back as it was."""

import contextlib
import fcntl
import os
import pathlib
import platform
import shutil
import signal
import subprocess
import sys
import tempfile

from .hugepages import Hugepages
from .process import GENERATOR_CPU, all_cpus, wrapped
from .scenarios import chosen
from .trial import Results, Trial

REPOSITORY = pathlib.Path(__file__).resolve().parents[3]
HUGEPAGES = 600
"""1200 MB: the default pool of either implementation, with room for its own tables."""

_TOOLS = ("setpriv", "taskset", "nsenter", "unshare", "ip", "ethtool", "ping", "iperf3", "trafgen")


def say(text):
    print(text, file=sys.stderr, flush=True)


class Stopped(BaseException):
    """A signal asked for the end; everything on the way out is still undone."""


def _stop(number, _):
    for other in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        signal.signal(other, signal.SIG_IGN)
    raise Stopped(f"stopped by {signal.Signals(number).name}")


@contextlib.contextmanager
def prepared_machine(hugepages=HUGEPAGES):
    """The machine for one benchmark at a time: hugepages reserved, this program out of the forwarding CPU's way."""
    missing = [tool for tool in _TOOLS if shutil.which(tool) is None]
    if missing:
        raise RuntimeError(f"missing: {', '.join(missing)} (Debian: util-linux iproute2 ethtool iputils-ping iperf3 netsniff-ng)")
    if os.cpu_count() < 2:
        raise RuntimeError("two CPUs are needed: one forwards, one makes traffic")
    for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        signal.signal(number, _stop)
    with contextlib.ExitStack() as stack:
        lock = stack.enter_context(open(pathlib.Path(tempfile.gettempdir()) / "vs-dpdk.lock", "w", encoding="ascii"))
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            raise RuntimeError("another vs-dpdk runs on this machine") from None
        affinity = os.sched_getaffinity(0)
        stack.callback(os.sched_setaffinity, 0, affinity)
        os.sched_setaffinity(0, {GENERATOR_CPU})
        stack.enter_context(Hugepages(hugepages))
        yield


def build(implementations, timeout=900):
    """Starts each implementation once for its help text: bin/testpmd builds what is missing or stale, before a clock runs."""
    for implementation in implementations:
        subprocess.run(wrapped([*implementation.command, "--help"], cpus=all_cpus()), stdin=subprocess.DEVNULL,
                       stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, timeout=timeout, check=False)


def compare(scenario_names, implementations, runs, timing, peers):
    """All trials: each scenario, `runs` times, the implementations in turn. Returns results and failures."""
    results, failures = Results(), []
    for scenario in chosen(scenario_names):
        failed = set()
        for run in range(runs):
            for implementation in implementations:
                if implementation.name in failed:
                    continue
                say(f"{scenario.name} {run + 1}/{runs} {implementation.name}")
                try:
                    scenario.run(Trial(scenario.name, implementation, timing, results, peers))
                except Exception as e:  # one trial that fails must not cost the others; it is reported at the end
                    failed.add(implementation.name)
                    failures.append({"scenario": scenario.name, "implementation": implementation.name, "reason": str(e)})
                    say(f"  failed: {e}")
    return results, failures


def _first_line(command):
    try:
        done = subprocess.run(command, capture_output=True, text=True, check=False, timeout=60)
    except (OSError, subprocess.TimeoutExpired) as e:
        return str(e)
    lines = (done.stdout or done.stderr).strip().splitlines()
    return lines[0] if lines else ""


def environment():
    """On what the figures were taken."""
    with open("/proc/cpuinfo", encoding="utf-8") as file:
        models = [line.split(":", 1)[1].strip() for line in file if line.startswith("model name")]
    return {
        "cpu": models[0] if models else platform.machine(),
        "cpus": os.cpu_count(),
        "kernel": platform.release(),
        "dpdk": _first_line(["pkg-config", "--modversion", "libdpdk"]),
        "commit": _first_line(["git", "-C", str(REPOSITORY), "describe", "--always", "--dirty"]),
    }
