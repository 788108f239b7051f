"""Results as a table for people and as JSON for programs."""

from .samples import ratio
from .scenarios import metric_of
from .trial import OURS, PEER

_HEAD = ["metric", "unit", "C min", "C median", "C max", "ours min", "ours median", "ours max", "ours/C", "goal", "cpu % C/ours", "dropped"]


def number(value):
    """Four significant digits, with k, M or G."""
    for limit, unit, suffix in ((1e9, 1e9, " G"), (1e6, 1e6, " M"), (1e4, 1e3, " k")):
        if abs(value) >= limit:
            return f"{value / unit:.4g}{suffix}"
    return f"{value:.4g}"


def goal_text(metric, quotient, doubtful=False):
    """What the ratio should be, and whether it is; a noisy side decides nothing."""
    if metric.goal is None:
        return ""
    sign = ">=" if metric.more_is_better else "<="
    if quotient is None or doubtful:
        return f"{sign} {metric.goal:g}"
    met = quotient >= metric.goal if metric.more_is_better else quotient <= metric.goal
    return f"{sign} {metric.goal:g} {'met' if met else 'MISSED'}"


def _spread(samples):
    if samples is None or not samples.values:
        return ["-", "-", "-"]
    return [number(samples.minimum), number(samples.median), number(samples.maximum)]


def _cpu(samples):
    if samples is None or samples.cpu_percent is None:
        return "-"
    return f"{samples.cpu_percent:.0f}"


def _noise(by_implementation):
    dropped = sum(samples.dropped for samples in by_implementation.values())
    doubtful = [name for name, samples in by_implementation.items() if samples.doubtful]
    return f"{dropped}" + (f" (all noisy: {', '.join(doubtful)})" if doubtful else "")


def line(row, by_implementation):
    """The cells of one metric."""
    metric, peer, ours = metric_of(row), by_implementation.get(PEER), by_implementation.get(OURS)
    quotient = ratio(ours, peer) if ours and peer else None
    doubtful = any(samples.doubtful for samples in by_implementation.values())
    arrow = "" if metric.more_is_better else " (less is better)"
    return [row, metric.unit + arrow, *_spread(peer), *_spread(ours),
            "-" if quotient is None else f"{quotient:.2f}{'?' if doubtful else ''}", goal_text(metric, quotient, doubtful),
            f"{_cpu(peer)}/{_cpu(ours)}", _noise(by_implementation)]


def table(rows):
    """A Markdown table whose columns are aligned, so that it also reads well on a terminal."""
    cells = [_HEAD] + [line(row, by_implementation) for row, by_implementation in rows.items()]
    widths = [max(len(row[column]) for row in cells) for column in range(len(_HEAD))]
    text = ["| " + " | ".join(cell.ljust(width) for cell, width in zip(row, widths)) + " |" for row in cells]
    text.insert(1, "|" + "|".join("-" * (width + 2) for width in widths) + "|")
    return "\n".join(text)


def document(rows, failures, environment, settings):
    """Everything that was measured, for a file."""
    metrics = {}
    for row, by_implementation in rows.items():
        metric = metric_of(row)
        metrics[row] = {
            "unit": metric.unit,
            "more_is_better": metric.more_is_better,
            "goal": metric.goal,
            "ratio": ratio(by_implementation[OURS], by_implementation[PEER]) if {OURS, PEER} <= by_implementation.keys() else None,
            "implementations": {
                name: {"quiet": samples.quiet, "noisy": samples.noisy, "cpu_percent": samples.cpu}
                for name, samples in by_implementation.items()},
        }
    return {"environment": environment, "settings": settings, "metrics": metrics, "failures": failures}
