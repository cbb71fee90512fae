"""The Neo4j driver, and nothing else knows it: transactions that are tried again, errors told.

`Database.read` and `Database.write` run a function in a managed transaction: the driver tries it
again after a deadlock, a lost connection or a change of leader. A function may therefore run twice
even though its first run was kept; those in `graph.stores.neo4j.editions` count once.
"""

from __future__ import annotations

import logging
import re
import ssl
from contextlib import contextmanager, suppress
from typing import TYPE_CHECKING, Any, Concatenate, ParamSpec, TypeVar, cast

import neo4j
from neo4j import exceptions

from graph.errors import (
    StoreAccessError,
    StoreError,
    StoreForeignError,
    StoreMissingError,
    StoreUnavailableError,
    StoreVersionError,
    StoreWriteError,
)
from graph.stores.neo4j.constraints import FORMAT, MIGRATIONS
from graph.stores.passwords import FILE_VARIABLE, VARIABLE

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from graph.stores.urls import Neo4jAddress

_Given = ParamSpec("_Given")
_Result = TypeVar("_Result")

RETRY_AFTER_S = 5.0
_CONNECT_S = 5.0
_RETRY_S = 5.0
_FETCHED_AT_ONCE = 5000
_COMMIT_TRIES = 3
_LEAST_SERVER = 5
_PASSING = (
    exceptions.TransientError,
    exceptions.ServiceUnavailable,
    exceptions.SessionExpired,
    exceptions.ConnectionPoolError,
)
logging.getLogger("neo4j").addHandler(logging.NullHandler())  # what it tries again is no news
_NO_DATABASE = "Neo.ClientError.Database.DatabaseNotFound"


class Database:
    """One database of a Neo4j server, brought to the format that this program knows.

    Parameters
    ----------
    address : where the database is, and as whom to ask
    password : of that user; None where authentication is off
    retry_s : seconds to try a transaction again that failed for a passing reason
    make : whether an empty database is made a store; otherwise it is missing
    to_fill : whether a store that is made is to be filled; it stays so until it is

    Raises
    ------
    StoreMissingError
        If the database is empty and none is to be made.
    StoreUnavailableError, StoreAccessError, StoreForeignError, StoreVersionError
        As `graph.stores.neo4j.store.Neo4jStore` says.
    """

    def __init__(
        self,
        address: Neo4jAddress,
        password: str | None,
        *,
        retry_s: float = _RETRY_S,
        make: bool = True,
        to_fill: bool = False,
    ) -> None:
        self._address, self._has_password = address, password is not None
        self._driver = neo4j.GraphDatabase.driver(
            address.server,
            auth=None if password is None else (address.user, password),
            connection_timeout=_CONNECT_S,
            connection_acquisition_timeout=2 * _CONNECT_S,
            max_transaction_retry_time=retry_s,
            notifications_min_severity="OFF",
            telemetry_disabled=True,
        )
        try:
            with self._reported():  # says at once what is wrong; transactions would try again
                self._driver.verify_connectivity()
            self._refuse_old_server()
            self._migrate(make=make, to_fill=to_fill)
        except BaseException:
            self.close()
            raise

    def read(
        self,
        work: Callable[Concatenate[Any, _Given], _Result],
        *given: _Given.args,
        **named: _Given.kwargs,
    ) -> _Result:
        """Run a function that reads, with a transaction before what it is given."""
        with self._reported(), self._session() as session:
            return cast("_Result", _persist(session.execute_read, work, *given, **named))

    def write(
        self,
        work: Callable[Concatenate[Any, _Given], _Result],
        *given: _Given.args,
        **named: _Given.kwargs,
    ) -> _Result:
        """Run a function that writes, as `read`; its effect must be the same if it runs twice."""
        with self._reported(), self._session() as session:
            return cast("_Result", _persist(session.execute_write, work, *given, **named))

    def close(self) -> None:
        """Let go of the server; closing twice does no harm."""
        self._driver.close()

    def _session(self) -> neo4j.Session:
        """Open a session that sees what this program has written, whichever server answers."""
        return self._driver.session(
            database=self._address.database,
            fetch_size=_FETCHED_AT_ONCE,
            bookmark_manager=self._driver.execute_query_bookmark_manager,
        )

    def _refuse_old_server(self) -> None:
        agent = self.read(_agent)
        if is_too_old(agent):
            message = (
                f"{self._address} is served by {agent}; a server of version {_LEAST_SERVER} or "
                "later is needed"
            )
            raise StoreVersionError(message)

    def _migrate(self, *, make: bool, to_fill: bool) -> None:
        """Bring the database to this program's format."""
        others = self.read(_count_nodes)  # first: a store that another makes meanwhile is a store
        found = self.read(_format)
        if found is None and others:
            message = (
                f"{self._address} contains other data ({others:,} nodes); it was left untouched; "
                "name an empty database"
            )
            raise StoreForeignError(message)
        if found is None and not make:
            message = f"there is no store at {self._address}: the database is empty"
            raise StoreMissingError(message)
        if found is not None and found > FORMAT:
            message = (
                f"{self._address} was written by a newer version of this program (its format is "
                f"{found}, this program knows {FORMAT}); update the program, or name another "
                "database"
            )
            raise StoreVersionError(message)
        for number in range(found or 0, FORMAT):
            for statement in MIGRATIONS[number]:
                self._define(statement)
            self.write(_set_format, number + 1, to_fill=to_fill)

    def _define(self, statement: str) -> None:
        """Make a constraint or an index; such statements stand in a transaction of their own.

        IF NOT EXISTS fails where another process makes the same between its look and its work; at
        the second look it is there.
        """
        try:
            self.write(_run, statement)
        except StoreWriteError:
            self.write(_run, statement)

    @contextmanager
    def _reported(self) -> Iterator[None]:
        """Turn what the driver and the server say into errors of the store."""
        try:
            yield
        except exceptions.AuthError as error:
            raise StoreAccessError(self._refused()) from error
        except _PASSING as error:
            raise self._lost(error) from error
        except exceptions.Forbidden as error:
            message = f"{self._address}: the user may not do this ({_said(error)})"
            raise StoreAccessError(message) from error
        except exceptions.UnsupportedServerProduct as error:
            message = (
                f"{self._address} is not a Neo4j server of a supported version ({_said(error)})"
            )
            raise StoreVersionError(message) from error
        except exceptions.Neo4jError as error:
            if error.code == _NO_DATABASE:
                message = f"{self._address}: the server has no database {self._address.database!r}"
                raise StoreAccessError(message) from error
            message = f"{self._address} refused a write ({_said(error)}); nothing was changed"
            raise StoreWriteError(message) from error
        except (exceptions.DriverError, OSError, ValueError) as error:
            if isinstance(error, ValueError) and not isinstance(error, exceptions.DriverError):
                raise
            message = f"{self._address} cannot be reached ({_said(error)})"
            raise StoreAccessError(message) from error

    def _refused(self) -> str:
        """Say that the server does not let us in, and what to do."""
        if self._has_password:
            return (
                f"{self._address}: the server refuses the user {self._address.user!r} with this "
                f"password; check {VARIABLE} or {FILE_VARIABLE}"
            )
        return (
            f"{self._address}: the server asks for a password; set {VARIABLE}, or {FILE_VARIABLE} "
            "to the name of a file that holds it"
        )

    def _lost(self, error: Exception) -> StoreError:
        """Say what a connection that failed means, and what to do."""
        cause = _first_cause(error)
        if isinstance(cause, ssl.SSLCertVerificationError):
            return StoreAccessError(
                f"{self._address}: the server's certificate is not trusted "
                f"({cause.verify_message}); let SSL_CERT_FILE name a file with its authority, "
                "or accept any certificate with the scheme neo4j+ssc or bolt+ssc"
            )
        if isinstance(error, exceptions.IncompleteCommit):
            message = (
                f"{self._address} was lost while it kept a write, and it is not known whether it "
                f"did; write again in {RETRY_AFTER_S:.0f} seconds, which does no harm if it did"
            )
        else:
            message = (
                f"{self._address} does not answer ({_said(cause)}); nothing was changed; check "
                "that the server runs and whether it wants TLS (neo4j+s), and try again in "
                f"{RETRY_AFTER_S:.0f} seconds"
            )
        return StoreUnavailableError(message, retry_after_s=RETRY_AFTER_S)


def is_too_old(agent: str) -> bool:
    """Say whether a server's agent, such as ``Neo4j/5.26.25``, names a version before 5.

    >>> is_too_old("Neo4j/4.4.41"), is_too_old("Neo4j/5.27-aura"), is_too_old("Neo4j/2025.06.0")
    (True, False, False)
    """
    version = re.match(r"Neo4j/(\d+)", agent)
    return version is None or int(version[1]) < _LEAST_SERVER


def _persist(run: Callable[..., Any], *given: object, **named: object) -> Any:  # noqa: ANN401
    """Run a transaction again if it is not known whether it was kept; the driver does not."""
    for _ in range(_COMMIT_TRIES - 1):
        with suppress(exceptions.IncompleteCommit):
            return run(*given, **named)
    return run(*given, **named)


def _first_cause(error: BaseException) -> BaseException:
    """Find what began a chain of errors; the driver hides it below those of routing."""
    while True:
        below = error.exceptions[0] if isinstance(error, BaseExceptionGroup) else error.__cause__
        if below is None:
            return error
        error = below


def _said(error: BaseException) -> str:
    """What an error says, in one line."""
    told = getattr(error, "message", None) or str(error) or type(error).__name__
    return " ".join(str(told).split())[:300]


def _agent(tx: neo4j.ManagedTransaction) -> str:
    return tx.run("RETURN 1").consume().server.agent


def _run(tx: neo4j.ManagedTransaction, statement: str) -> None:
    tx.run(statement).consume()


def _format(tx: neo4j.ManagedTransaction) -> int | None:
    rows = tx.run("MATCH (s:MatcherStore) RETURN s.format AS format").data()
    return int(rows[0]["format"]) if rows else None


def _count_nodes(tx: neo4j.ManagedTransaction) -> int:
    return int(tx.run("MATCH (n) RETURN count(n) AS count").data()[0]["count"])


def _set_format(tx: neo4j.ManagedTransaction, number: int, *, to_fill: bool) -> None:
    tx.run(
        "MERGE (s:MatcherStore {name: 'matcher'})"
        " ON CREATE SET s.next_edition = 0, s.to_fill = $to_fill, s.format = 0"
        " SET s.format = CASE WHEN s.format > $number THEN s.format ELSE $number END",
        {"number": number, "to_fill": to_fill},
    ).consume()
