"""Feed an importer bytes that atheris makes: ``python -m tests.fuzz SOURCE SECONDS``.

Only the part of the file behind its name is fuzzed. A crash is written to the folder at hand.
"""

from __future__ import annotations

import sys
import tempfile
from pathlib import Path

import atheris

with atheris.instrument_imports(include=["graph.sources"]):
    from tests.fuzz.property import check, context, seeds


def main() -> None:
    """Fuzz one importer for a time."""
    source, seconds = sys.argv[1:3]
    names = [name for name, _ in seeds(source)]
    corpus = Path(tempfile.mkdtemp(prefix="fuzz-"))
    for number, (_, content) in enumerate(seeds(source)):
        (corpus / str(number)).write_bytes(bytes([number]) + content)

    context(source)  # is read once: that is not the time of the first input

    def one(data: bytes) -> None:
        if data:
            check(source, names[data[0] % len(names)], data[1:])

    options = ["-max_len=20000", f"-max_total_time={seconds}", "-rss_limit_mb=1500", "-timeout=30"]
    atheris.Setup([sys.argv[0], *options, str(corpus)], one)
    atheris.Fuzz()


if __name__ == "__main__":
    main()
