"""Append the data versions of the built-in programmes that are new; run by `make versions`."""

from __future__ import annotations

from graph.packs.reading import builtin, read_pack
from graph.snapshot.version import data_version
from graph.stores import BUILT_IN_PROGRAMMES
from graph.stores.shipped import VERSIONS, shipped_versions


def main() -> None:
    """Add a line for each programme whose newest line is of other facts."""
    with VERSIONS.open("a", encoding="utf-8", newline="\n") as file:
        for programme in BUILT_IN_PROGRAMMES:
            version = data_version(read_pack(builtin(programme)))
            if shipped_versions(programme)[-1:] != (version,):
                file.write(f"{programme},{version}\n")


if __name__ == "__main__":
    main()
