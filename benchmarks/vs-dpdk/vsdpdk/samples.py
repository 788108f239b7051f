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
    """What one implementation showed for one metric.

    Noisy samples only count when there is no quiet one."""

    quiet: list = field(default_factory=list)
    noisy: list = field(default_factory=list)
    cpu: list = field(default_factory=list)
    """CPU time of the process in percent of one CPU, a value for each sample."""

    def add(self, value, noisy=False, cpu=None):
        (self.noisy if noisy else self.quiet).append(value)
        if cpu is not None:
            self.cpu.append(cpu)

    @property
    def values(self):
        return self.quiet or self.noisy

    @property
    def dropped(self):
        return len(self.noisy) if self.quiet else 0

    @property
    def doubtful(self):
        """Whether no sample was taken on a quiet machine."""
        return bool(self.noisy) and not self.quiet

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
