"""Links a small register on a backend, in a process of its own: Java ends with it.

    python -m tests.graph.identity.spark_links spark

prints each link as JSON: its ends, its probability, its waterfall.
"""

from __future__ import annotations

import json
import sys
import tempfile
from pathlib import Path

from graph.identity.linking import link
from tests.graph.identity.test_linking import TOWNS, heard, register


def main() -> None:
    """Link 120 charities with what nine grants say of them."""
    subjects = [*register()[:120], *(heard(f"{t} Arts Trust", postcode="AB1 1AP") for t in TOWNS)]
    with tempfile.TemporaryDirectory() as scratch:
        found = link(subjects, scratch=Path(scratch), backend_name=sys.argv[1])
    told = [(x.left, x.right, x.probability, dict(x.waterfall)) for x in found.links]
    sys.stdout.write(json.dumps(told))


if __name__ == "__main__":
    main()
