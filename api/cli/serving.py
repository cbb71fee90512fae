"""`matcher serve`: open the store, say the address, serve until interrupted."""

from __future__ import annotations

from api.cli.output import note


def serve(store_url: str, host: str, port: int) -> None:
    """Serve the pages and the HTTP interface at an address."""
    import uvicorn  # noqa: PLC0415

    from api.service.settings import Settings  # noqa: PLC0415
    from api.web.application import create_app  # noqa: PLC0415

    app = create_app(Settings(store=store_url, host=host, port=port))
    service = app.state.opening.service()
    if service.stale is not None:
        note(service.stale.note)
    shown = f"[{host}]" if ":" in host else host
    note(f"Serving {service.snapshot.facts.programme.name} at http://{shown}:{port}/")
    note("Stop with Ctrl-C.")
    uvicorn.run(app, host=host, port=port, log_config=None, access_log=False)
