"""The password of a server's user: from the environment, or from a file that it names."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from graph.errors import StoreAccessError

if TYPE_CHECKING:
    from collections.abc import Mapping

VARIABLE = "MATCHER_STORE_PASSWORD"
FILE_VARIABLE = f"{VARIABLE}_FILE"


def store_password(environment: Mapping[str, str]) -> str | None:
    """Find the password; a line's end behind it in the file does not count.

    Without one, a server is asked without it: authentication may be off there.

    Raises
    ------
    StoreAccessError
        If the file cannot be read or is empty.
    """
    if password := environment.get(VARIABLE):
        return password
    name = environment.get(FILE_VARIABLE)
    if not name:
        return None
    try:
        password = Path(name).read_text("utf-8").rstrip("\r\n")
    except (OSError, UnicodeDecodeError) as error:
        message = f"{FILE_VARIABLE}: {name} cannot be read ({error})"
        raise StoreAccessError(message) from error
    if not password:
        message = f"{FILE_VARIABLE}: {name} is empty; write the password into it"
        raise StoreAccessError(message)
    return password
