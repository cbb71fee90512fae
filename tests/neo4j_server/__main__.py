"""`make neo4j`: a server for a developer, kept in a folder, until Ctrl-C."""

from __future__ import annotations

import os
import signal
import sys
from pathlib import Path

from graph.stores.passwords import VARIABLE
from tests.neo4j_server.server import ROOT, Neo4jServer, running

HOME = ROOT / ".neo4j"
PORT = 7687


def main() -> None:
    """Start the server, say how to reach it, and stop it in order when interrupted."""
    port = int(sys.argv[1]) if sys.argv[1:] else PORT
    server = Neo4jServer(HOME, port=port, heap_mb=1024, password=os.environ.get(VARIABLE, ""))
    print("Starting Neo4j ...", flush=True)
    for interruption in (signal.SIGINT, signal.SIGTERM):
        signal.signal(interruption, signal.default_int_handler)
    with running(server, keep=True):
        print(f"Neo4j answers at {server.url}; its data are in {HOME.relative_to(Path.cwd())}.")
        print("In another shell:")
        print(f"  export MATCHER_STORE={server.url} {VARIABLE}={server.password}")
        print("  .venv/bin/matcher lineups Essex")
        print("Stop with Ctrl-C.", flush=True)
        try:
            server.wait()
        except KeyboardInterrupt:
            print("Stopping ...", flush=True)


if __name__ == "__main__":
    main()
