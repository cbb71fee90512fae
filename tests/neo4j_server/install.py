"""Put the jars and the launcher into a folder: ``python -m tests.neo4j_server.install FOLDER``.

The server's classes are kept as Java has loaded them: each start takes about 5 s of processor time
less then. A JDK and Maven are needed once. What is there is used; else, as root on Debian, their
packages are installed; else one sentence says what to install. Run before there is a virtual
environment, too.
"""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

from tests.neo4j_server.classes import LAUNCH, LAUNCHER, class_archive, class_path

HERE = Path(__file__).resolve().parent
PACKAGES = ("openjdk-17-jdk-headless", "maven")
NEEDED = (
    "A JDK 17 or later and Maven are needed for the Neo4j server of the tests: install them "
    f"(Debian, as root: apt-get install {' '.join(PACKAGES)}), or set MATCHER_TEST_NEO4J to the "
    "address of an empty database of your own."
)
LEAST_JAVA = 17
ARCHIVE_SECONDS = 600


def install(folder: Path) -> None:
    """Fetch the jars and compile the launcher, into a folder that appears whole or not at all.

    Raises
    ------
    SystemExit
        If the JDK or Maven is missing and cannot be installed, the jars cannot be fetched, or the
        launcher cannot be compiled.
    """
    if not has_tools():
        _install_packages()
    draft = folder.with_name(f"{folder.name}-{os.getpid()}")
    shutil.rmtree(draft, ignore_errors=True)
    goal = "dependency:copy-dependencies"
    quiet = ["-q", "-B", "-Dstyle.color=never"]
    command = ["mvn", *quiet, "-f", str(HERE / "pom.xml"), goal, f"-DoutputDirectory={draft}"]
    if subprocess.run(command, check=False).returncode:
        sys.exit("The jars of the Neo4j server could not be fetched; Maven says why above.")
    compiling = ["javac", "-cp", f"{draft}/*", "-d", str(draft), str(HERE / "Launch.java")]
    packing = ["jar", "--create", "--file", str(draft / LAUNCHER), "-C", str(draft), LAUNCH]
    for step in (compiling, packing):
        if subprocess.run(step, check=False).returncode:
            sys.exit("The launcher of the Neo4j server could not be compiled; it says why above.")
    shutil.rmtree(folder, ignore_errors=True)
    draft.rename(folder)
    _archive_classes(folder)


def _archive_classes(folder: Path) -> None:
    """Start a server once and stop it, so that Java keeps its classes; without them it is slower.

    The archive fits the folder where it was made, and the Java that made it. Elsewhere Java leaves
    it aside.
    """
    archive = class_archive(folder)
    with tempfile.TemporaryDirectory() as home:
        keeping = ["-XX:+UseSerialGC", f"-XX:ArchiveClassesAtExit={archive}"]
        subprocess.run(
            ["java", *keeping, "-cp", class_path(folder), "Launch", home, "0"],
            env={**os.environ, "NEO4J_SERVER_PASSWORD": "kept for a moment"},
            stdin=subprocess.DEVNULL,  # it ends as soon as it has started
            capture_output=True,
            timeout=ARCHIVE_SECONDS,
            check=False,
        )
    if not archive.exists():
        print("Java keeps no classes of the Neo4j server: it will start more slowly.", flush=True)


def has_tools() -> bool:
    """Say whether there is Maven and a JDK that is new enough, its compiler included."""
    if not all(shutil.which(tool) for tool in ("java", "javac", "mvn")):
        return False
    told = subprocess.run(["javac", "-version"], capture_output=True, text=True, check=False)
    version = re.search(r"javac (\d+)", told.stdout + told.stderr)
    return version is not None and int(version[1]) >= LEAST_JAVA


def _install_packages() -> None:
    if os.geteuid() or not shutil.which("apt-get"):
        sys.exit(NEEDED)
    print(f"Installing {' and '.join(PACKAGES)}", flush=True)
    quiet = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
    for step in (["update", "-qq"], ["install", "-y", "-qq", "--no-install-recommends", *PACKAGES]):
        if subprocess.run(["apt-get", *step], env=quiet, check=False).returncode:
            sys.exit(NEEDED)
    if not has_tools():
        sys.exit(NEEDED)


if __name__ == "__main__":
    install(Path(sys.argv[1]).resolve())
