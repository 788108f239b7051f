"""Statistics over samples and over gap histograms."""

import statistics
from dataclasses import dataclass, field


def percentile(values, percent):
    """The smallest value that at least `percent` of the values do not exceed (nearest rank)."""
    ordered = sorted(values)
    rank = -(-len(ordered) * percent // 100)
    return ordered[max(int(rank), 1) - 1]


@dataclass
class Samples:
    """What one implementation showed for one metric."""

    values: list = field(default_factory=list)
    cpu: list = field(default_factory=list)
    dropped: int = 0
    noisy: int = 0

    @property
    def median(self):
        return statistics.median(self.values)

    @property
    def minimum(self):
        return min(self.values)

    @property
    def maximum(self):
        return max(self.values)

    @property
    def cpu_percent(self):
        return statistics.median(self.cpu) if self.cpu else None


def ratio(ours, peer):
    """Median of ours over median of the peer; None when it says nothing."""
    if not ours.values or not peer.values or peer.median == 0:
        return None
    return ours.median / peer.median


def merge_gaps(histograms):
    """One histogram (counts by lower bound in ns) out of several."""
    merged = {}
    for histogram in histograms:
        for bound, count in histogram.items():
            merged[int(bound)] = merged.get(int(bound), 0) + count
    return dict(sorted(merged.items()))


def share_below(histogram, share):
    """The upper bound in ns of the bucket that completes a share (0 to 1) of all turns."""
    total = sum(histogram.values())
    seen = 0
    for bound, count in sorted(histogram.items()):
        seen += count
        if seen >= share * total:
            return 2 * bound
    return 0
