"""The C peers in peer/: compiled for the time of a benchmark, where DPDK's headers and a compiler are installed."""

import json
import pathlib
import shutil
import subprocess
import tempfile

from . import process
from .parsing import histogram

SOURCES = pathlib.Path(__file__).resolve().parent.parent / "peer"


class Peers:
    """Compiled peers in a temporary directory; `reason` says why there are none."""

    def __enter__(self):
        self._directory = tempfile.TemporaryDirectory(prefix="vs-dpdk-")
        self.reason = self._compile()
        return self

    def __exit__(self, *unused):
        self._directory.cleanup()

    @property
    def available(self):
        return self.reason is None

    def loop(self, mode, timing):
        """Runs the loop written by hand; see peer/loop.c."""
        return json.loads(self._run("loop", mode, str(timing.window), str(timing.warmup)))

    def gaps(self, seconds, warmup):
        """Runs the observed polling loop; see peer/gaps.c."""
        return histogram(self._run("gaps", str(seconds), str(warmup)))

    def _run(self, name, *arguments):
        eal = ["-l", "0,1", "--in-memory", "--no-pci", "--log-level=error"]
        command = process.wrapped([f"{self._directory.name}/{name}", *eal, "--", *arguments], cpus=process.all_cpus())
        done = subprocess.run(command, stdin=subprocess.DEVNULL, capture_output=True, text=True, check=False)
        if done.returncode != 0:
            raise RuntimeError(f"peer/{name}.c: exit {done.returncode}: {done.stderr.strip()}")
        return done.stdout

    def _compile(self):
        for tool in ("gcc", "pkg-config"):
            if shutil.which(tool) is None:
                return f"{tool} is not installed"
        flags = subprocess.run(["pkg-config", "--cflags", "--libs", "libdpdk"], capture_output=True, text=True, check=False)
        if flags.returncode != 0:
            return "pkg-config knows no libdpdk (Debian: libdpdk-dev)"
        for name in ("loop", "gaps"):
            command = ["gcc", "-O3", "-march=native", "-Wall", "-Wextra", "-Werror", "-Wno-unused-parameter", "-o", f"{self._directory.name}/{name}",
                       str(SOURCES / f"{name}.c"), *flags.stdout.split()]
            built = subprocess.run(command, capture_output=True, text=True, check=False)
            if built.returncode != 0:
                return f"peer/{name}.c does not compile: {built.stderr.strip()[:500]}"
        return None
