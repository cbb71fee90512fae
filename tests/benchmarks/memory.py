"""How much memory a process had at most.

    python -m tests.benchmarks.memory MODULE [ARGUMENT ...]

runs a module as a program, then says its peak in MB, in the last line of standard error.
"""

from __future__ import annotations

import resource
import runpy
import sys
from pathlib import Path

_STATUS, _FORGET = Path("/proc/self/status"), Path("/proc/self/clear_refs")


def peak_mb() -> float:
    """The most memory that this process had at a time, or since `forget_peak`.

    On Linux not what `getrusage` says: that counts what the parent had when it started us.
    """
    if _STATUS.exists():
        (line,) = (row for row in _STATUS.read_text("utf-8").splitlines() if "VmHWM" in row)
        return int(line.split()[1]) / 1024
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


def forget_peak() -> None:
    """Count the peak from now on, where the system can."""
    if _FORGET.exists():
        _FORGET.write_text("5", "utf-8")


def run() -> None:
    """Run the module that the command line names."""
    sys.argv = sys.argv[1:]
    try:
        runpy.run_module(sys.argv[0], run_name="__main__", alter_sys=True)
    finally:
        print(f"{peak_mb():.0f}", file=sys.stderr, flush=True)  # noqa: T201


if __name__ == "__main__":
    run()
