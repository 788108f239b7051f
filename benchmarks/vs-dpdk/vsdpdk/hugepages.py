"""Hugepages for the time of a benchmark."""

import os

_COUNT = "/proc/sys/vm/nr_hugepages"
_FREE = "/sys/kernel/mm/hugepages/hugepages-2048kB/free_hugepages"


class HugepageError(RuntimeError):
    """The kernel has not enough unfragmented memory, or we are not root."""


def _read(path):
    with open(path, encoding="ascii") as file:
        return int(file.read())


def _write(path, value):
    with open(path, "w", encoding="ascii") as file:
        file.write(str(value))


class Hugepages:
    """Reserves 2 MiB pages until enough are free, and restores the previous number at the end.

    Both implementations run with --in-memory, so no hugetlbfs has to be mounted."""

    def __init__(self, wanted):
        self._wanted = wanted
        self._before = None

    def __enter__(self):
        free = _read(_FREE)
        if free >= self._wanted:
            return self
        self._before = _read(_COUNT)
        try:
            _write(_COUNT, self._before + self._wanted - free)
            got = _read(_FREE)
            if got < self._wanted:
                raise HugepageError(f"{self._wanted} hugepages of 2 MiB wanted, {got} free: free some memory,"
                                    " then `echo 1 > /proc/sys/vm/compact_memory`")
        except BaseException as e:
            self.__exit__()
            if isinstance(e, PermissionError):
                raise HugepageError(f"{_COUNT}: {os.strerror(e.errno)}: run as root") from e
            raise
        return self

    def __exit__(self, *unused):
        if self._before is not None:
            before, self._before = self._before, None
            _write(_COUNT, before)
