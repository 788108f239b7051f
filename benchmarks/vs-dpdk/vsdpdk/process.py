"""Child processes that are pinned, live in a chosen network namespace and end with the benchmark."""

import os
import subprocess

GENERATOR_CPU = 0
"""Traffic generators, sinks and this program."""
FORWARDING_CPU = 1
"""The forwarding lcore of the implementation under test."""


def all_cpus():
    return ",".join(str(cpu) for cpu in range(os.cpu_count()))


def wrapped(command, namespace=None, cpus=str(GENERATOR_CPU)):
    """The command line that runs `command` pinned and in a namespace; it is killed when this program dies, however it dies."""
    enter = [] if namespace is None else ["nsenter", f"--target={namespace.pid}", "--net", "--mount"]
    return ["setpriv", "--pdeathsig", "KILL", "taskset", "-c", cpus, *enter, *command]


def output_of(command, namespace=None, timeout=60):
    """Runs a command to its end and returns its standard output."""
    done = subprocess.run(wrapped(command, namespace), stdin=subprocess.DEVNULL, capture_output=True, text=True,
                          timeout=timeout, check=False)
    if done.returncode != 0:
        raise RuntimeError(f"{' '.join(command)[:200]}: exit {done.returncode}: {done.stderr.strip() or done.stdout.strip()}")
    return done.stdout


def end(child, grace=5):
    """Ends a child: asks, waits, insists."""
    if child.poll() is None:
        child.terminate()
        try:
            child.wait(grace)
        except subprocess.TimeoutExpired:
            child.kill()
            child.wait()
