"""Where the classes of the Neo4j server are: in jars, and in an archive of classes as loaded."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pathlib import Path

LAUNCH = "Launch.class"
LAUNCHER = "launcher.jar"


def class_path(folder: Path) -> str:
    """The jars, the launcher first; always in the same order, which an archive is bound to.

    An archive holds no classes of a folder, so the launcher is in a jar, too. Where an earlier
    program has put no such jar, the folder is named.
    """
    if not (folder / LAUNCHER).exists():
        return f"{folder}:{folder}/*"
    jars = sorted(jar.name for jar in folder.glob("*.jar") if jar.name != LAUNCHER)
    return ":".join(str(folder / jar) for jar in (LAUNCHER, *jars))


def class_archive(folder: Path) -> Path:
    """The archive of loaded classes; Java may not have been able to make it."""
    return folder / "classes.jsa"
