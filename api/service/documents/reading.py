"""A stranger's file, read in a process of its own that may use little and lives shortly.

Whatever is in the file, the process that serves others does not parse it: a second one does, which
the system ends when it needs too much memory or time, and which may write no file. It hands back
only text.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING

from api.service.documents.detecting import DocumentKind, detect
from api.service.documents.found import MOST_CHARACTERS, ReadDocument
from matcher.errors import DocumentError, DocumentKindError, DocumentTooLargeError

if TYPE_CHECKING:
    from collections.abc import Mapping

LARGEST_BYTES = 10_000_000
LONGEST_S = 30
"""How long the process may live; of the processor's time it gets `LONGEST_CPU_S`."""
LONGEST_CPU_S = 20
MOST_MEMORY_BYTES = 1_000_000_000
_ROOT = Path(__file__).resolve().parents[3]
_CODE = (
    "import sys; sys.path.insert(0, sys.argv[1]);"
    " from api.service.documents.reading import serve; serve(int(sys.argv[2]), int(sys.argv[3]))"
)
_ERRORS: Mapping[str, type[DocumentError]] = {
    each.__name__: each for each in (DocumentError, DocumentKindError, DocumentTooLargeError)
}
_TOO_MUCH = (
    "The file needs too much time or memory to read, more than any contract does."
    " Send a smaller file, or paste the words."
)


def read_document(
    content: bytes,
    *,
    longest_s: float = LONGEST_S,
    longest_cpu_s: int = LONGEST_CPU_S,
    most_memory_bytes: int = MOST_MEMORY_BYTES,
) -> ReadDocument:
    """Read the words of a file in a second process; nothing of it is kept.

    Raises
    ------
    DocumentTooLargeError
        If it has more than `LARGEST_BYTES`.
    DocumentKindError
        If it is no Word file, PDF or text.
    DocumentError
        If it is protected, damaged, a scan, or needs too much to read.
    """
    if len(content) > LARGEST_BYTES:
        raise too_large()
    command = [
        *(sys.executable, "-c", _CODE, str(_ROOT)),
        *(str(longest_cpu_s), str(most_memory_bytes)),
    ]
    try:
        done = subprocess.run(  # noqa: S603  (our own code; the file is only its input)
            command,
            input=content,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            timeout=longest_s,
            check=False,
            env={name: os.environ[name] for name in ("PATH", "HOME") if name in os.environ},
        )
    except subprocess.TimeoutExpired as error:
        raise DocumentError(_TOO_MUCH) from error
    return _answered(done.returncode, done.stdout)


def too_large() -> DocumentTooLargeError:
    """Say how much is accepted."""
    message = f"The file is larger than {LARGEST_BYTES // 1_000_000} MB. Send a smaller one."
    return DocumentTooLargeError(message)


def _answered(code: int, output: bytes) -> ReadDocument:
    if code != 0:
        raise DocumentError(_TOO_MUCH)
    said = json.loads(output)
    if "error" in said:
        raise _ERRORS[said["error"]](said["message"])
    return ReadDocument(text=said["text"], kind=said["kind"], notes=tuple(said["notes"]))


def serve(longest_cpu_s: int, most_memory_bytes: int) -> None:
    """Read a file from standard input and write its words as JSON: what the second process does."""
    limit(longest_cpu_s, most_memory_bytes)
    answer: dict[str, object]
    try:
        found = parse(sys.stdin.buffer.read())
        answer = {"text": found.text[:MOST_CHARACTERS], "kind": found.kind, "notes": found.notes}
    except DocumentError as error:
        answer = {"error": type(error).__name__, "message": str(error)}
    sys.stdout.write(json.dumps(answer))


def limit(longest_cpu_s: int, most_memory_bytes: int) -> None:
    """Bound this process: memory, processor time, no file written, no core left behind."""
    try:
        import resource  # noqa: PLC0415  (not on Windows)
    except ImportError:  # pragma: no cover
        return
    for what, most in (
        (resource.RLIMIT_AS, most_memory_bytes),
        (resource.RLIMIT_CPU, longest_cpu_s),
        (resource.RLIMIT_FSIZE, 0),
        (resource.RLIMIT_CORE, 0),
    ):
        resource.setrlimit(what, (most, most))


def parse(content: bytes) -> ReadDocument:
    """Read a file by what it is, in this process.

    Raises
    ------
    DocumentError
        As `read_document` does, limits apart.
    """
    kind = detect(content)
    if kind is DocumentKind.WORD:
        from api.service.documents.word import read_word  # noqa: PLC0415  (each needs a library)

        return read_word(content)
    if kind is DocumentKind.PDF:
        from api.service.documents.pdf import read_pdf  # noqa: PLC0415

        return read_pdf(content)
    from api.service.documents.texts import read_text  # noqa: PLC0415

    return read_text(content)
