"""Commands run by somebody for whom the modes of files and folders count, even where root runs."""

from __future__ import annotations

import os
import subprocess
import sys

_LAUNCH = """
import ctypes, os, sys
PR_CAPBSET_DROP, CAP_DAC_OVERRIDE, CAP_DAC_READ_SEARCH = 24, 1, 2
if os.geteuid() == 0:  # root keeps its name, and loses its right to pass over modes
    for right in (CAP_DAC_OVERRIDE, CAP_DAC_READ_SEARCH):
        if ctypes.CDLL(None).prctl(PR_CAPBSET_DROP, right, 0, 0, 0):
            sys.exit("this right cannot be given up here")
os.execv(sys.executable, [sys.executable, *sys.argv[1:]])
"""


def unprivileged(*arguments: str, **environment: str) -> subprocess.CompletedProcess[str]:
    """Run Python, such that a file that may only be read cannot be written."""
    return subprocess.run(
        [sys.executable, "-c", _LAUNCH, *arguments],
        capture_output=True,
        text=True,
        check=False,
        env={**os.environ, **environment},
    )
