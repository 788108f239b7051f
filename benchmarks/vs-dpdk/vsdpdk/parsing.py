"""Text of testpmd, of the kernel and of the traffic tools, made numbers. Nothing here touches the machine."""

import json
import re
from dataclasses import dataclass

_ESCAPE = re.compile(r"\x1b(?:\[[0-?]*[ -/]*[@-~]|\][^\x07]*\x07|[@-Z\\-_=>])")
_PORT_HEADER = re.compile(r"NIC statistics for port (\d+)")
_COUNTER = re.compile(r"([RT][Xx]-[a-z]+):\s+(\d+)")
_RTT = re.compile(r"time=([\d.]+) ms")
_PING_TOTALS = re.compile(r"(\d+) packets transmitted, (\d+) received")
_STATUS_KB = re.compile(r"^(\w+):\s+(\d+) kB$", re.MULTILINE)


class ParseError(ValueError):
    """A tool answered with something else than expected; the text is in the message."""


@dataclass(frozen=True)
class DeviceCounters:
    """Counters of a network device as /proc/net/dev has them."""

    rx_bytes: int
    rx_packets: int
    tx_packets: int


@dataclass(frozen=True)
class Udp:
    """What an iperf3 UDP test delivered."""

    received_pps: float
    lost_percent: float


def plain(text):
    """Terminal output without escape sequences and carriage returns."""
    return _ESCAPE.sub("", text).replace("\r", "")


def port_stats(text):
    """Answer of `show port stats`: counters by port and name, e.g. stats[0]["RX-packets"]."""
    pieces = _PORT_HEADER.split(text)
    stats = {}
    for port, body in zip(pieces[1::2], pieces[2::2]):
        stats[int(port)] = {name: int(value) for name, value in _COUNTER.findall(body)}
    if not stats:
        raise ParseError(f"no port statistics in: {text!r}")
    return stats


def ping_rtts_us(text):
    """Round-trip times of a ping run in microseconds, in the order of arrival."""
    return [float(ms) * 1000 for ms in _RTT.findall(text)]


def ping_loss_percent(text):
    """Share of echo requests of a ping run that were not answered."""
    totals = _PING_TOTALS.search(text)
    if totals is None:
        raise ParseError(f"no totals of ping in: {text!r}")
    sent, received = int(totals[1]), int(totals[2])
    return 100.0 * (sent - received) / sent if sent else 100.0


def _iperf_end(text):
    try:
        report = json.loads(text)
    except json.JSONDecodeError as e:
        raise ParseError(f"iperf3 did not answer in JSON: {text!r}") from e
    if "error" in report:
        raise ParseError(f"iperf3: {report['error']}")
    return report["end"]


def iperf_tcp_gbits(text):
    """Goodput of an iperf3 TCP test at its receiver."""
    return _iperf_end(text)["sum_received"]["bits_per_second"] / 1e9


def iperf_udp(text):
    """Received packets/s and loss of an iperf3 UDP test."""
    total = _iperf_end(text)["sum"]
    received = total["packets"] - total["lost_packets"]
    return Udp(received / total["seconds"], float(total["lost_percent"]))


def net_dev(text):
    """/proc/net/dev: counters by device name."""
    counters = {}
    for line in text.splitlines()[2:]:
        name, _, rest = line.partition(":")
        fields = [int(field) for field in rest.split()]
        counters[name.strip()] = DeviceCounters(fields[0], fields[1], fields[9])
    return counters


def cpu_ticks(text):
    """/proc/stat: (all ticks, stolen ticks) of the machine."""
    fields = [int(field) for field in text.splitlines()[0].split()[1:9]]
    return sum(fields), fields[7]


def process_stat(text):
    """/proc/PID/stat: (parent, ticks of the process itself, ticks of its ended children)."""
    fields = text[text.rindex(")") + 2:].split()
    return int(fields[1]), int(fields[11]) + int(fields[12]), int(fields[13]) + int(fields[14])


def status_kb(text):
    """/proc/PID/status: the sizes in kB by name, e.g. VmRSS."""
    return {name: int(size) for name, size in _STATUS_KB.findall(text)}


def histogram(text):
    """A gap observer's last line of output: `{"seconds": .., "turns": .., "max_ns": .., "buckets": {"LOWER-BOUND-NS": COUNT, ..}}`."""
    try:
        found = json.loads(text.strip().splitlines()[-1])
        buckets = {int(bound): int(count) for bound, count in found["buckets"].items()}
        return {"seconds": float(found["seconds"]), "turns": int(found["turns"]), "max_ns": int(found["max_ns"]), "buckets": buckets}
    except (IndexError, KeyError, ValueError, AttributeError, TypeError) as e:
        raise ParseError(f"no gap histogram in: {text[-500:]!r}") from e
