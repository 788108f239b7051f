"""Traffic from one namespace to another: ping, iperf3 and a flood of raw frames."""

import contextlib
import struct
import subprocess

from . import parsing, process


def ipv4_checksum(header):
    """Internet checksum (RFC 1071) of a header whose checksum field is zero."""
    total = sum(struct.unpack(f">{len(header) // 2}H", header))
    while total >> 16:
        total = (total & 0xffff) + (total >> 16)
    return ~total & 0xffff


def udp_frame(size):
    """An Ethernet frame (without FCS) with IPv4 and UDP, to a unicast address that nobody has: receivers count and drop it."""
    payload = size - 14 - 20 - 8
    header = struct.pack(">BBHHHBBH4s4s", 0x45, 0, size - 14, 0, 0, 64, 17, 0, bytes([10, 9, 0, 1]), bytes([10, 9, 0, 2]))
    header = header[:10] + struct.pack(">H", ipv4_checksum(header)) + header[12:]
    ethernet = bytes.fromhex("020000000099" "020000000098" "0800")
    return ethernet + header + struct.pack(">HHHH", 9, 9, 8 + payload, 0) + bytes(payload)


@contextlib.contextmanager
def flood(namespace, device, size):
    """Sends frames of one size as fast as one CPU can, as long as the context lasts."""
    frame = "{ " + ", ".join(f"0x{byte:02x}" for byte in udp_frame(size)) + " }"
    # trafgen leaves its worker behind when it is killed; a process namespace takes it along.
    command = ["unshare", "--pid", "--fork", "--kill-child",
               "trafgen", "--dev", device, "--cpus", "1", "--no-sock-mem", "--notouch-irq", "--no-cpu-stats", frame]
    generator = subprocess.Popen(process.wrapped(command, namespace), stdin=subprocess.DEVNULL,
                                 stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    try:
        yield
        if generator.poll() is not None:
            raise RuntimeError(f"trafgen on {device} ended by itself with {generator.returncode}")
    finally:
        generator.kill()
        generator.wait()


def ping(namespace, address, seconds, per_second=500):
    """Sends echo requests at a fixed rate: (round-trip times in us, loss in percent)."""
    command = ["ping", "-n", "-i", str(1 / per_second), "-c", str(int(seconds * per_second)), "-W", "1", address]
    done = subprocess.run(process.wrapped(command, namespace), stdin=subprocess.DEVNULL, capture_output=True, text=True,
                          timeout=seconds * 4 + 30, check=False)
    return parsing.ping_rtts_us(done.stdout), parsing.ping_loss_percent(done.stdout)


@contextlib.contextmanager
def _iperf_server(namespace, address):
    server = subprocess.Popen(process.wrapped(["iperf3", "-s", "-1", "--forceflush", "-B", address], namespace),
                              stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True)
    try:
        for line in server.stdout:
            if "Server listening" in line:
                break
        yield
    finally:
        process.end(server)
        server.stdout.close()


def _iperf(client, server, address, seconds, *options):
    with _iperf_server(server, address):
        return process.output_of(["iperf3", "-J", "-c", address, "-t", str(max(round(seconds), 1)), *options], client,
                                 timeout=seconds * 4 + 30)


def tcp_gbits(client, server, address, seconds, reverse=False):
    """One TCP stream between two namespaces; its first second is not counted."""
    return parsing.iperf_tcp_gbits(_iperf(client, server, address, seconds, "-O", "1", *(["-R"] if reverse else [])))


def udp(client, server, address, seconds, pps, payload):
    """Datagrams at a fixed rate, paced in small steps so that no burst exceeds a device's queue."""
    return parsing.iperf_udp(_iperf(client, server, address, seconds, "-u", "-b", str(pps * payload * 8),
                                    "--pacing-timer", "100", "-l", str(payload)))
