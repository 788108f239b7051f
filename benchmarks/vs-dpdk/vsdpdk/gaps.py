"""How long the polling loops stay away: slices of both in turn, and their histograms side by side."""

import subprocess

from . import harness, process
from .load import GAPS, LoadWindow, await_quiet
from .parsing import histogram
from .report import number
from .samples import merge_gaps, share_below
from .trial import OURS, PEER

SHOWN_FROM_NS = 1024
"""Shorter turns are the loop at work; from here on something else ran."""
_ATTEMPTS = 3
_PATIENCE_SECONDS = 30


def ours(command, seconds, warmup):
    """Runs our loop; the command line is the contract of benchmarks' GapHistogram."""
    full = [*command, "--seconds", str(seconds), "--warmup", str(warmup), "--cpu", str(process.FORWARDING_CPU), "--json"]
    done = subprocess.run(process.wrapped(full, cpus=process.all_cpus()), stdin=subprocess.DEVNULL, capture_output=True, text=True, check=False)
    if done.returncode != 0:
        raise RuntimeError(f"{' '.join(full)}: exit {done.returncode}: {done.stderr.strip()[-1000:]}")
    return histogram(done.stdout)


def quiet(name, action):
    """One slice, repeated when the machine was not ours meanwhile: (histogram, slices dropped, window)."""
    for attempt in range(_ATTEMPTS):
        if attempt > 0:
            await_quiet(_PATIENCE_SECONDS, GAPS)
        harness.say(f"gaps: {name}")
        with LoadWindow(GAPS) as window:
            found = action()
        if not window.noisy:
            break
    return found, attempt, window


def observe(loops, seconds, slices):
    """Slices of all loops in turn, merged by name."""
    merged = {}
    for _ in range(slices):
        for name, action in loops.items():
            found, dropped, window = quiet(name, lambda: action(seconds / slices))
            into = merged.setdefault(name, {"seconds": 0.0, "turns": 0, "max_ns": 0, "buckets": {},
                                            "dropped": 0, "noisy": 0, "steal": [], "strangers": []})
            into["seconds"] += found["seconds"]
            into["turns"] += found["turns"]
            into["max_ns"] = max(into["max_ns"], found["max_ns"])
            into["buckets"] = merge_gaps([into["buckets"], found["buckets"]])
            into["dropped"] += dropped
            into["noisy"] += window.noisy
            into["steal"].append(window.load.steal)
            into["strangers"].append(window.load.strangers)
    return merged


def _time(ns):
    for limit, unit in ((1e6, "ms"), (1e3, "us")):
        if ns >= limit:
            return f"{ns / limit:.4g} {unit}"
    return f"{ns} ns"


def _row(label, cells):
    return f"| {label:<26} | " + " | ".join(f"{cell:>12}" for cell in cells) + " |"


def table(merged):
    """Gaps per second by length, both loops side by side."""
    names = [name for name in (PEER, OURS) if name in merged]
    bounds = sorted({bound for name in names for bound in merged[name]["buckets"] if bound >= SHOWN_FROM_NS})
    lines = [_row("gaps per second", names), _row("-" * 26, ["-" * 12] * len(names))]
    for bound in bounds:
        counts = [merged[name]["buckets"].get(bound, 0) / merged[name]["seconds"] for name in names]
        lines.append(_row(f"{_time(bound)} to {_time(2 * bound)}", [number(count) for count in counts]))
    lines.append(_row("longest", [_time(merged[name]["max_ns"]) for name in names]))
    for label, share in (("99.99 % of turns below", 0.9999), ("99.9999 % of turns below", 0.999999)):
        lines.append(_row(label, [_time(share_below(merged[name]["buckets"], share)) for name in names]))
    lines.append(_row("turns per second", [number(merged[name]["turns"] / merged[name]["seconds"]) for name in names]))
    lines.append(_row("seconds observed", [number(merged[name]["seconds"]) for name in names]))
    lines.append(_row("noisy slices dropped, kept", [f"{merged[name]['dropped']}, {merged[name]['noisy']}" for name in names]))
    for label, share in (("% of the machine stolen", "steal"), ("% taken by strangers", "strangers")):
        lines.append(_row(label, [f"<= {max(merged[name][share]):.2f}" for name in names]))
    return "\n".join(lines)
