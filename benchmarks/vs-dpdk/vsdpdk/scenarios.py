"""What is compared. A scenario runs one trial: it starts the implementation, makes traffic and records metrics.

A metric's name is that of its scenario and what the scenario adds, e.g. `tap-to-tap.rtt.p50`."""

import contextlib
from dataclasses import dataclass

from . import load, parsing, traffic
from .netns import Namespace
from .samples import percentile
from .trial import PEER

TX_FIRST_BURSTS = 8
UDP_PPS = 10_000
UDP_PAYLOAD = 1400


@dataclass(frozen=True)
class Metric:
    """How a row is read: its unit, which direction is good, and the ratio ours/C we are after."""

    unit: str
    more_is_better: bool = True
    goal: float = None


@dataclass(frozen=True)
class Scenario:
    name: str
    about: str
    run: object
    metrics: dict


def _received(pmd):
    return sum(port["RX-packets"] for port in pmd.stats().values())


def _null(trial, mode):
    with trial.testpmd(["net_null0", "net_null1"], [f"--forward-mode={mode}"]) as pmd:
        pmd.command("start")
        trial.settle()
        trial.measure(lambda: _null_rates(trial, pmd))
        trial.record(".ready", pmd.ready_seconds)
    if trial.implementation.name == PEER and trial.peers.available:
        trial.measure(lambda: {".ns-vs-c-loop": trial.peers.loop(mode, trial.timing)["ns_per_packet"]})


def _null_rates(trial, pmd):
    """Ours also stands beside a loop written by hand: that loop, not dpdk-testpmd, is the limit of C."""
    rates = trial.rates(pps=lambda: _received(pmd))
    return rates if trial.implementation.name == PEER else {**rates, ".ns-vs-c-loop": 1e9 / rates[".pps"]}


def _null_txonly(trial):
    with trial.testpmd(["net_null0", "net_null1"], ["--forward-mode=txonly"]) as pmd:
        pmd.command("start")
        trial.settle()
        trial.rate(pps=lambda: sum(port["TX-packets"] for port in pmd.stats().values()))


def _ring(trial):
    with trial.testpmd(["net_ring0"], ["--forward-mode=io", "--port-topology=loop"]) as pmd:
        pmd.command(f"start tx_first {TX_FIRST_BURSTS}")
        trial.settle()
        trial.rate(pps=lambda: _received(pmd))


def _memory(trial):
    with trial.testpmd(["net_null0", "net_null1"]) as pmd:
        pmd.command("start")
        trial.settle()
        resident, huge = load.memory_mb(pmd.pid)
        trial.record(".resident", resident)
        trial.record(".hugepages", huge)
        trial.record(".total", resident + huge)


def _tap_txonly(trial, size):
    with Namespace() as host:
        with trial.testpmd(["net_tap0,iface=dtap0"], ["--forward-mode=txonly", f"--txpkts={size}"], host) as pmd:
            host.ip("link", "set", "dtap0", "up")
            pmd.command("start")
            trial.settle()
            trial.rate(pps=lambda: host.counters("dtap0").rx_packets)


def _tap_rxonly(trial, size):
    with Namespace() as host:
        with trial.testpmd(["net_tap0,iface=dtap0"], ["--forward-mode=rxonly"], host) as pmd:
            host.ip("link", "set", "dtap0", "up")
            pmd.command("start")
            with traffic.flood(host, "dtap0", size):
                trial.settle()
                trial.rate(pps=lambda: host.counters("dtap0").tx_packets, counted=lambda: _received(pmd))


def _between(trial, a, b, device_a, device_b):
    """The measurements of a forwarding path from `device_a` (10.9.0.1) in namespace A to `device_b` (10.9.0.2) in B, and back."""
    window = trial.timing.window
    for size in (64, 1400):
        with traffic.flood(a, device_a, size):
            trial.settle()
            trial.rate(**{f"raw{size}": lambda: b.counters(device_b).rx_packets})
    for metric, reverse, sink in ((".tcp.a2b", False, lambda: b.counters(device_b)), (".tcp.b2a", True, lambda: a.counters(device_a))):
        traffic.tcp_gbits(a, b, "10.9.0.2", trial.timing.warmup, reverse)
        trial.measure(lambda: _tcp(metric, a, b, window, reverse, sink))
    trial.measure(lambda: _udp(a, b, window))
    traffic.ping(a, "10.9.0.2", trial.timing.warmup)
    trial.measure(lambda: _rtt(a, window))


def _tcp(metric, a, b, window, reverse, sink):
    """Goodput, and how large the frames were that carried it: more than the MTU when segments were merged."""
    before = sink()
    gbits = traffic.tcp_gbits(a, b, "10.9.0.2", window, reverse)
    after = sink()
    frames = max(after.rx_packets - before.rx_packets, 1)
    return {metric: gbits, f"{metric}.frame": (after.rx_bytes - before.rx_bytes) / frames}


def _udp(a, b, window):
    delivered = traffic.udp(a, b, "10.9.0.2", window, UDP_PPS, UDP_PAYLOAD)
    return {".udp.pps": delivered.received_pps, ".udp.loss": delivered.lost_percent}


def _rtt(a, window):
    times, loss = traffic.ping(a, "10.9.0.2", window)
    if not times:
        raise parsing.ParseError("no echo request was answered")
    return {".rtt.p50": percentile(times, 50), ".rtt.p99": percentile(times, 99), ".rtt.loss": loss}


@contextlib.contextmanager
def _namespaces():
    with Namespace() as host, Namespace() as a, Namespace() as b:
        yield host, a, b


def _tap_to_tap(trial):
    with _namespaces() as (host, a, b):
        with trial.testpmd(["net_tap0,iface=dtap0", "net_tap1,iface=dtap1"], ["--forward-mode=io"], host) as pmd:
            a.take(host, "dtap0", "10.9.0.1/24")
            b.take(host, "dtap1", "10.9.0.2/24")
            pmd.command("start")
            _between(trial, a, b, "dtap0", "dtap1")


def _af_packet_io(trial):
    with _namespaces() as (host, a, b):
        host.connect("left", a, "veth0")
        host.connect("right", b, "veth0")
        a.ip("address", "add", "10.9.0.1/24", "dev", "veth0")
        b.ip("address", "add", "10.9.0.2/24", "dev", "veth0")
        with trial.testpmd(["net_af_packet0,iface=left", "net_af_packet1,iface=right"], ["--forward-mode=io"], host) as pmd:
            pmd.command("start")
            _between(trial, a, b, "veth0", "veth0")


@contextlib.contextmanager
def _packet_socket(trial, *options):
    with Namespace() as host, Namespace() as a:
        host.connect("left", a, "veth0")
        with trial.testpmd(["net_af_packet0,iface=left"], options, host) as pmd:
            yield a, pmd


def _af_packet_txonly(trial, size):
    with _packet_socket(trial, "--forward-mode=txonly", f"--txpkts={size}") as (a, pmd):
        pmd.command("start")
        trial.settle()
        trial.rate(pps=lambda: a.counters("veth0").rx_packets)


def _af_packet_rxonly(trial, size):
    """The kernel counts what reached the interface whether or not it was read, so testpmd's own counter is taken."""
    with _packet_socket(trial, "--forward-mode=rxonly") as (a, pmd):
        pmd.command("start")
        with traffic.flood(a, "veth0", size):
            trial.settle()
            trial.rate(pps=lambda: _received(pmd))


def _with(run, argument):
    return lambda trial: run(trial, argument)


def _pps(goal=None):
    return {".pps": Metric("pps", goal=goal)}


def _tap_rx():
    return {**_pps(4.0), ".counted": Metric("pps by testpmd")}


def _null_metrics(goal):
    return {**_pps(goal), ".ns-vs-c-loop": Metric("ns/packet", False), ".ready": Metric("s to prompt", False)}


def _path_metrics(raw=None, tcp=None, rtt=None):
    return {
        ".raw64": Metric("pps", goal=raw), ".raw1400": Metric("pps", goal=raw),
        ".tcp.a2b": Metric("Gbit/s", goal=tcp), ".tcp.a2b.frame": Metric("B/frame"),
        ".tcp.b2a": Metric("Gbit/s", goal=tcp), ".tcp.b2a.frame": Metric("B/frame"),
        ".udp.pps": Metric("pps"), ".udp.loss": Metric("% lost", False),
        ".rtt.p50": Metric("us", False, rtt), ".rtt.p99": Metric("us", False), ".rtt.loss": Metric("% lost", False),
    }


SCENARIOS = {scenario.name: scenario for scenario in [
    Scenario("null-io", "two null ports, io", _with(_null, "io"), _null_metrics(3.0)),
    Scenario("null-macswap", "two null ports, macswap", _with(_null, "macswap"), _null_metrics(2.0)),
    Scenario("null-txonly", "packets made for two null ports", _null_txonly, _pps(1.0)),
    Scenario("ring-io", "a ring port looped to itself, io", _ring, _pps(1.5)),
    Scenario("memory", "two null ports with the default pool", _memory,
             {".resident": Metric("MB", False), ".hugepages": Metric("MB", False), ".total": Metric("MB", False, 1.0)}),
    Scenario("tap-txonly-64", "64 B frames into a tap", _with(_tap_txonly, 64), _pps(1.5)),
    Scenario("tap-txonly-1400", "1400 B frames into a tap", _with(_tap_txonly, 1400), _pps(1.5)),
    Scenario("tap-rxonly-64", "a flood of 64 B frames out of a tap", _with(_tap_rxonly, 64), _tap_rx()),
    Scenario("tap-rxonly-1400", "a flood of 1400 B frames out of a tap", _with(_tap_rxonly, 1400), _tap_rx()),
    Scenario("tap-to-tap", "two namespaces joined by two taps, io", _tap_to_tap, _path_metrics(3.0, 8.0, 1.0)),
    Scenario("af-packet-io", "two namespaces joined by two packet sockets on veths, io", _af_packet_io, _path_metrics(1.0)),
    Scenario("af-packet-txonly-64", "64 B frames into a veth", _with(_af_packet_txonly, 64), _pps(1.0)),
    Scenario("af-packet-txonly-1400", "1400 B frames into a veth", _with(_af_packet_txonly, 1400), _pps(1.0)),
    Scenario("af-packet-rxonly-64", "a flood of 64 B frames out of a veth", _with(_af_packet_rxonly, 64), _pps(1.0)),
    Scenario("af-packet-rxonly-1400", "a flood of 1400 B frames out of a veth", _with(_af_packet_rxonly, 1400), _pps(1.0)),
]}


def chosen(names):
    """Scenarios by name or by the beginning of a name (`tap` is all of them); all when nothing is given."""
    if not names:
        return list(SCENARIOS.values())
    selected = []
    for name in names.split(","):
        matching = [SCENARIOS[name]] if name in SCENARIOS else [s for s in SCENARIOS.values() if s.name.startswith(name)]
        if not matching:
            raise ValueError(f"no scenario `{name}`; there are {', '.join(SCENARIOS)}")
        selected += [scenario for scenario in matching if scenario not in selected]
    return selected


def metric_of(row):
    """The metric of a row by its name."""
    for scenario in SCENARIOS.values():
        suffix = row.removeprefix(scenario.name)
        if suffix != row and suffix in scenario.metrics:
            return scenario.metrics[suffix]
    raise KeyError(row)
