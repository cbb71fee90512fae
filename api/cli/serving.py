"""`matcher serve`: open the store, say the address, serve until interrupted."""

from __future__ import annotations

from typing import TYPE_CHECKING

from api.cli.destination import CommandError
from api.cli.output import note

if TYPE_CHECKING:
    from api.cli.state import FactsAddress


def serve(facts: FactsAddress, host: str, port: int) -> None:
    """Serve the pages and the HTTP interface at an address."""
    from api.service.settings import Settings  # noqa: PLC0415
    from api.web.application import create_app  # noqa: PLC0415
    from api.web.connections import Server, listen  # noqa: PLC0415
    from api.web.logs import server_lines  # noqa: PLC0415

    settings = Settings(
        store=facts.store_url, programme=facts.programme or "", host=host, port=port
    )
    app = create_app(settings)
    service = app.state.openings.service()
    if service.stale is not None:
        note(service.stale.note)
    try:
        listeners = listen(host, port)
    except OSError as error:
        why = (error.strerror or "").partition(" (while")[0]  # Python names the address again
        message = f"{host}:{port} cannot be listened at: {why}. Choose another --port."
        raise CommandError(message) from error
    shown = f"[{host}]" if ":" in host else host
    address = f"http://{shown}:{listeners[0].getsockname()[1]}{settings.prefix}/"
    note(f"Serving {service.snapshot.facts.programme.name} at {address}")
    note("Stop with Ctrl-C.")
    logger = app.state.logger
    with server_lines(logger, settings.log_level):
        Server(app, listeners, settings=settings, logger=logger).run()
