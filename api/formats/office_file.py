"""What documents and workbooks have in common: packages of XML, the same for the same answer."""

from __future__ import annotations

import io
import re
import zipfile

_FIRST_DAY = (1980, 1, 1, 0, 0, 0)
"""The earliest moment that a zip file can write."""
_UNWRITABLE = re.compile("[^\t\n\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


def printable(text: str) -> str:
    r"""Replace what XML cannot hold, such as control characters.

    >>> printable("St\x00 Giles") == "St\ufffd Giles"
    True
    """
    return _UNWRITABLE.sub("\ufffd", text)


def with_fixed_times(package: bytes) -> bytes:
    """Pack a package anew, so that no moment of its making is in it."""
    packed = io.BytesIO()
    with (
        zipfile.ZipFile(io.BytesIO(package)) as old,
        zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as new,
    ):
        for name in old.namelist():
            part = zipfile.ZipInfo(name, _FIRST_DAY)
            part.compress_type = zipfile.ZIP_DEFLATED
            part.create_system = 0  # the same wherever it is made
            new.writestr(part, old.read(name))
    return packed.getvalue()
