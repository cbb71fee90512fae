"""`matcher serve`: open the store, say the address, serve until interrupted."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, cast

from api.cli.destination import CommandError
from api.cli.output import note

if TYPE_CHECKING:
    from api.cli.state import FactsAddress
    from api.service.settings import Settings


def read_settings(**given: object) -> Settings:
    """Read the settings: what is given, else the variables, else the defaults; None is not given.

    Raises
    ------
    CommandError
        Naming every variable and option that is wrong.
    """
    from pydantic import ValidationError  # noqa: PLC0415

    from api.service.settings import Settings  # noqa: PLC0415

    given = {name: value for name, value in given.items() if value is not None}
    try:
        return Settings(**cast("Any", given))
    except ValidationError as error:
        mistakes = [_mistake(str(one["loc"][0]), one["msg"], given) for one in error.errors()]
        raise CommandError("\n".join(mistakes)) from None


def _mistake(name: str, message: str, given: dict[str, object]) -> str:
    where = f"--{name.replace('_', '-')}" if name in given else f"MATCHER_{name.upper()}"
    return f"{where}: {message[:1].lower()}{message[1:].removesuffix('.')}."


def serve(facts: FactsAddress, host: str | None, port: int | None) -> None:
    """Serve the pages and the HTTP interface; what is not given is as the variables say."""
    from api.cli.session import note_age  # noqa: PLC0415
    from api.web.application import create_app  # noqa: PLC0415
    from api.web.connections import Server, listen  # noqa: PLC0415
    from api.web.logs import server_lines  # noqa: PLC0415

    settings = read_settings(store=facts.store_url, programme=facts.programme, host=host, port=port)
    host, port = settings.host, settings.port
    app = create_app(settings)
    service = app.state.openings.service()
    note_age(service)
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
