"""Network namespaces without a name: held by a sleeping process, gone with it, and all their devices too."""

import subprocess

from . import parsing, process

_ANCHOR = ("mount -t sysfs sysfs /sys && ip link set lo up"
           " && echo 1 > /proc/sys/net/ipv6/conf/all/disable_ipv6 && echo 1 > /proc/sys/net/ipv6/conf/default/disable_ipv6"
           " && echo ready && exec sleep infinity")


class Namespace:
    """A network namespace with its own view of /sys."""

    def __enter__(self):
        self._anchor = subprocess.Popen(
            ["setpriv", "--pdeathsig", "KILL", "unshare", "--net", "--mount", "sh", "-c", _ANCHOR],
            stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True)
        self.pid = self._anchor.pid
        answer = self._anchor.stdout.readline().strip()
        if answer != "ready":
            process.end(self._anchor)
            raise RuntimeError(f"no network namespace: {answer} (root is needed)")
        return self

    def __exit__(self, *unused):
        self._anchor.kill()
        self._anchor.wait()
        self._anchor.stdout.close()

    def ip(self, *arguments):
        """Runs ip(8) inside."""
        return process.output_of(["ip", *arguments], self)

    def counters(self, device):
        """The kernel's counters of a device inside."""
        with open(f"/proc/{self.pid}/net/dev", encoding="utf-8") as file:
            return parsing.net_dev(file.read())[device]

    def take(self, source, device, address):
        """Moves a device of another namespace in here, gives it an address and sets it up."""
        source.ip("link", "set", device, "netns", str(self.pid))
        self.ip("address", "add", address, "dev", device)
        self.ip("link", "set", device, "up")

    def connect(self, device, other, peer):
        """Makes a veth pair: `device` in here, `peer` in the other namespace; both up, nothing offloaded."""
        self.ip("link", "add", device, "type", "veth", "peer", "name", peer, "netns", str(other.pid))
        for namespace, end in ((self, device), (other, peer)):
            process.output_of(["ethtool", "-K", end, "tx", "off", "rx", "off", "tso", "off", "gso", "off", "gro", "off"], namespace)
            namespace.ip("link", "set", end, "up")
