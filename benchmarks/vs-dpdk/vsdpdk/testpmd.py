"""A testpmd behind a pseudo terminal: C's standard output is fully buffered on a pipe."""

import fcntl
import os
import pty
import struct
import subprocess
import termios
import threading
import time

from . import parsing, process

PROMPT = "testpmd> "


class TestpmdError(RuntimeError):
    """testpmd ended or did not answer; the end of its output is in the message."""


def answer_in(text, command):
    """The answer to a command within what came after it was typed: from the last echo of the command to the prompt, or None as long as it is incomplete."""
    echo = text.rfind(command)
    if echo < 0:
        return None
    begin = text.find("\n", echo)
    end = text.find(PROMPT, begin)
    return text[begin + 1:end] if begin >= 0 and end >= 0 else None


class Testpmd:
    """One run of either implementation, from its first prompt to its last."""

    def __init__(self, command, namespace=None, ready_timeout=60):
        self._command = command
        self._namespace = namespace
        self._ready_timeout = ready_timeout
        self._output = bytearray()
        self._changed = threading.Condition()

    def __enter__(self):
        self._terminal, slave = pty.openpty()
        fcntl.ioctl(slave, termios.TIOCSWINSZ, struct.pack("4H", 50, 250, 0, 0))
        started = time.monotonic()
        self._child = subprocess.Popen(
            process.wrapped(self._command, self._namespace, process.all_cpus()),
            stdin=slave, stdout=slave, stderr=slave, start_new_session=True, env={**os.environ, "TERM": "dumb"})
        os.close(slave)
        self.pid = self._child.pid
        self._reader = threading.Thread(target=self._read, daemon=True)
        self._reader.start()
        try:
            self._await(lambda text: PROMPT in text or None, 0, "the first prompt", self._ready_timeout)
        except BaseException:
            self.__exit__()
            raise
        self.ready_seconds = time.monotonic() - started
        return self

    def __exit__(self, *unused):
        if self._child.poll() is None:
            try:
                os.write(self._terminal, b"quit\n")
                self._child.wait(10)
            except (OSError, subprocess.TimeoutExpired):
                process.end(self._child)
        self._reader.join(5)
        os.close(self._terminal)

    def command(self, text, timeout=30):
        """Types a command and returns what it printed."""
        with self._changed:
            start = len(self._output)
        os.write(self._terminal, text.encode() + b"\n")
        return self._await(lambda output: answer_in(output, text), start, f"the answer to `{text}`", timeout)

    def stats(self):
        """Counters of all ports by port number."""
        return parsing.port_stats(self.command("show port stats all"))

    def _read(self):
        while True:
            try:
                data = os.read(self._terminal, 65536)
            except OSError:
                data = b""
            with self._changed:
                self._output += data
                self._changed.notify_all()
            if not data:
                return

    def _await(self, found, start, what, timeout):
        deadline = time.monotonic() + timeout
        with self._changed:
            while True:
                text = parsing.plain(self._output[start:].decode(errors="replace"))
                answer = found(text)
                if answer is not None:
                    return answer
                left = deadline - time.monotonic()
                if left <= 0 or not self._reader.is_alive():
                    why = f"within {timeout} s" if left <= 0 else "before it ended"
                    raise TestpmdError(f"{self._command[0]}: {what} did not come {why}; its output ends with:\n{text[-600:].strip()}")
                self._changed.wait(min(left, 0.2))
