"""A real Neo4j server on the loopback address: started, stopped, killed, started again."""

from __future__ import annotations

import os
import secrets
import signal
import socket
import subprocess
import time
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

from tests.neo4j_server.classes import LAUNCH, class_archive, class_path

if TYPE_CHECKING:
    from collections.abc import Iterator

ROOT = Path(__file__).resolve().parents[2]
JARS = ROOT / ".tools" / "neo4j" / "lib"
_START_SECONDS = 120.0
_STOP_SECONDS = 60.0


class Neo4jServer:
    """One server with a home folder, a port and a password.

    Parameters
    ----------
    home, port : where it keeps its data, and where it answers; a free port unless one is given
    heap_mb : bounds its memory
    password : of the user neo4j; a random one unless it is given
    brief : whether it lives for a few tests only, and is better started fast than run fast
    is_open : whether it asks nobody for a password
    certificate : a folder with private.key and public.crt; it then speaks TLS and nothing else
    """

    def __init__(
        self,
        home: Path,
        *,
        port: int | None = None,
        heap_mb: int = 512,
        password: str = "",
        brief: bool = False,
        is_open: bool = False,
        certificate: Path | None = None,
    ) -> None:
        self.home, self.port, self._heap_mb, self._brief = home, port or free_port(), heap_mb, brief
        self._certificate, self._is_open = certificate, is_open
        self.password = password or secrets.token_urlsafe(12)
        self._process: subprocess.Popen[str] | None = None

    @property
    def url(self) -> str:
        """The address of its database."""
        return f"neo4j://neo4j@127.0.0.1:{self.port}/neo4j"

    def start(self) -> None:
        """Start it and wait until it answers.

        Raises
        ------
        RuntimeError
            If it does not; the message holds the end of its log.
        """
        if not (JARS / LAUNCH).exists():
            message = f"{JARS} holds no server: run `make neo4j-jars`"
            raise RuntimeError(message)
        self.home.mkdir(parents=True, exist_ok=True)
        log = self.home / "server.log"
        with log.open("w") as file:
            self._process = subprocess.Popen(
                self._command(),
                env={**os.environ, "NEO4J_SERVER_PASSWORD": self.password},
                stdin=subprocess.PIPE,  # closed when we end, however we do: it ends then
                stdout=file,
                stderr=subprocess.STDOUT,
                start_new_session=True,  # Ctrl-C is for us: the server is stopped in order
                text=True,
            )
        deadline = time.monotonic() + _START_SECONDS
        while "ready" not in log.read_text():
            if self._process.poll() is not None or time.monotonic() > deadline:
                self.kill()
                message = f"the server did not start:\n{log.read_text()[-2000:]}"
                raise RuntimeError(message)
            time.sleep(0.05)

    def stop(self) -> None:
        """Stop it in order."""
        self._end(signal.SIGTERM)

    def kill(self) -> None:
        """Kill it where it stands."""
        self._end(signal.SIGKILL)

    def wait(self) -> None:
        """Wait until it ends by itself."""
        if self._process is not None:
            self._process.wait()

    def _command(self) -> list[str]:
        options = [f"-Xmx{self._heap_mb}m", "-XX:+UseSerialGC"]
        if self._brief:
            options.append("-XX:TieredStopAtLevel=1")
        if self._is_open:
            options.append("-Dopen=true")
        place = [str(self.home), str(self.port)]
        if self._certificate is not None:
            place.append(str(self._certificate))
        if (archive := class_archive(JARS)).exists():
            options.append(f"-XX:SharedArchiveFile={archive}")
        return ["java", *options, "-cp", class_path(JARS), "Launch", *place]

    def _end(self, how: signal.Signals) -> None:
        if self._process is None:
            return
        self._process.send_signal(how)
        self._process.communicate(timeout=_STOP_SECONDS)
        self._process = None


@contextmanager
def running(server: Neo4jServer, *, keep: bool = False) -> Iterator[Neo4jServer]:
    """Start a server and end it, whatever happens between; in order if its data are to `keep`."""
    server.start()
    try:
        yield server
    finally:
        if keep:
            server.stop()
        else:
            server.kill()


def free_port() -> int:
    """Find a port that nobody listens at."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])
