"""Linking on Spark, where it is installed: the extra `spark`, and Java."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from importlib.util import find_spec
from typing import TYPE_CHECKING

import pytest

from graph.identity.clusters import THRESHOLD

if TYPE_CHECKING:
    from pathlib import Path

CONFIGURATION = """
spark.master                  local[1]
spark.ui.enabled              false
spark.driver.host             127.0.0.1
spark.driver.bindAddress      127.0.0.1
spark.sql.shuffle.partitions  1
spark.default.parallelism     1
"""


def links(backend: str, folder: Path) -> dict[tuple[str, str], tuple[float, dict[str, float]]]:
    (folder / "spark-defaults.conf").write_text(CONFIGURATION)
    settings = {"SPARK_CONF_DIR": str(folder), "SPARK_LOCAL_IP": "127.0.0.1"}
    run = subprocess.run(
        [sys.executable, "-m", "tests.graph.identity.spark_links", backend],
        env=os.environ | settings,
        check=False,
        capture_output=True,
        text=True,
    )
    assert run.returncode == 0, run.stderr[-2000:]
    return {(left, right): (chance, parts) for left, right, chance, parts in json.loads(run.stdout)}


@pytest.mark.long
@pytest.mark.skipif(find_spec("pyspark") is None, reason="pyspark is not installed (extra: spark)")
@pytest.mark.skipif(shutil.which("java") is None, reason="Spark needs Java, which is not there")
def test_spark_finds_what_duckdb_finds(tmp_path: Path) -> None:
    on_spark, here = links("spark", tmp_path), links("duckdb", tmp_path)

    def sure(found: dict[tuple[str, str], tuple[float, dict[str, float]]]) -> set[tuple[str, str]]:
        return {ends for ends, (chance, _) in found.items() if chance >= THRESHOLD}

    assert sure(on_spark) == sure(here) != set()
    for chance, waterfall in on_spark.values():
        assert chance == pytest.approx(1 / (1 + 2 ** -sum(waterfall.values())), abs=1e-4)
