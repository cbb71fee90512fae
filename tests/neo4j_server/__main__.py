"""`make neo4j`: a server for a developer, kept in a folder, until Ctrl-C."""

from __future__ import annotations

import signal
import sys
from pathlib import Path

from tests.neo4j_server.server import ROOT, Neo4jServer, running

HOME = ROOT / ".neo4j"
PORT = 7687


def main() -> None:
    """Start the server, say how to reach it, and stop it in order when interrupted."""
    server = Neo4jServer(HOME, port=int(sys.argv[1]) if sys.argv[1:] else PORT)
    print("Starting Neo4j ...", flush=True)
    signal.signal(signal.SIGTERM, signal.default_int_handler)
    with running(server, keep=True):
        print(f"Neo4j answers at {server.url}; its data are in {HOME.relative_to(Path.cwd())}.")
        print("In another shell:")
        print(f"  export MATCHER_STORE={server.url} MATCHER_STORE_PASSWORD={server.password}")
        print("  .venv/bin/matcher lineups Essex")
        print("Stop with Ctrl-C.", flush=True)
        try:
            server.wait()
        except KeyboardInterrupt:
            print("Stopping ...", flush=True)


if __name__ == "__main__":
    main()
