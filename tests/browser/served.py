"""The real command, serving the real built-in data, in a process of its own."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

_MATCHER = Path(sys.executable).with_name("matcher")
_ENDING_S = 20


@contextmanager
def serving(folder: Path, **more: str) -> Iterator[str]:
    """Serve until the end of the block; give the address, without a slash at its end.

    Parameters
    ----------
    folder : of the store and of what is kept beside it
    more : settings besides, by the names of their variables
    """
    ours = {
        "MATCHER_STORE": f"sqlite:///{folder}/facts.db",
        "MATCHER_CACHE": str(folder / "cache"),
        "MATCHER_LOG_LEVEL": "error",
    }
    kept = {name: value for name, value in os.environ.items() if not name.startswith("MATCHER_")}
    log = folder / "server.txt"
    with log.open("w+", encoding="utf-8") as said:
        server = subprocess.Popen(
            [_MATCHER, "serve", "--port", "0"], env={**kept, **ours, **more}, stderr=said
        )
        try:
            yield _address(server, log)
        finally:
            server.terminate()
            server.wait(_ENDING_S)


def _address(server: subprocess.Popen[bytes], log: Path) -> str:
    """Wait until the server says where it is."""
    while True:
        text = log.read_text("utf-8")
        if told := re.search(r"at (http://\S+)/$", text, re.MULTILINE):
            return told[1]
        try:
            server.wait(0.1)
        except subprocess.TimeoutExpired:
            continue
        message = f"the server did not start: {text}"
        raise RuntimeError(message)
