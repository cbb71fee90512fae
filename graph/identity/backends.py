"""Where Splink computes: DuckDB in this process, or Spark on as many machines as it has.

The table of rows is always made by DuckDB, since that is quick. Comparing is what takes long.
"""

from __future__ import annotations

import logging
from typing import TYPE_CHECKING, Any, Protocol

from graph.errors import IdentityError

if TYPE_CHECKING:
    from pathlib import Path

    import duckdb

BACKENDS = ("duckdb", "spark")


class Backend(Protocol):
    """Where Splink computes."""

    api: Any
    """Splink's own object for the database."""

    def give(self, table: str) -> Any:  # noqa: ANN401
        """Give Splink a table of the connection."""

    def take(self, result: Any, table: str) -> None:  # noqa: ANN401
        """Make a table of the connection from a result of Splink's."""


def backend(name: str, connection: duckdb.DuckDBPyConnection, scratch: Path) -> Backend:
    """Open a backend by its name.

    Raises
    ------
    IdentityError
        If there is none of the name, or what it needs is not installed.
    """
    logging.getLogger("splink").setLevel(logging.ERROR)  # its advice is for who builds models
    if name == "duckdb":
        return _DuckDB(connection)
    if name == "spark":
        return _Spark(connection, scratch)
    message = f"there is no backend {name!r}; there are: {', '.join(BACKENDS)}"
    raise IdentityError(message)


class _DuckDB:
    """DuckDB, in the connection that holds the rows."""

    def __init__(self, connection: duckdb.DuckDBPyConnection) -> None:
        from splink import DuckDBAPI  # noqa: PLC0415  (only linking needs it)

        self._connection, self.api = connection, DuckDBAPI(connection=connection)

    def give(self, table: str) -> Any:  # noqa: ANN401
        return self.api.register(table)

    def take(self, result: Any, table: str) -> None:  # noqa: ANN401
        query = f"CREATE OR REPLACE VIEW {table} AS SELECT * FROM {result.physical_name}"  # noqa: S608
        self._connection.execute(query)


class _Spark:
    """Spark, by the session that its own configuration describes (``spark-defaults.conf``)."""

    def __init__(self, connection: duckdb.DuckDBPyConnection, scratch: Path) -> None:
        try:
            from pyspark.sql import SparkSession  # noqa: PLC0415  (not everybody has it)
        except ImportError as error:
            message = (
                "the backend spark needs pyspark, which is not installed; install the extra"
                " `partnership-matcher[spark]`, or leave --backend out to link on this machine"
            )
            raise IdentityError(message) from error
        from splink import SparkAPI  # noqa: PLC0415

        self._connection, self._scratch = connection, scratch
        self._session = SparkSession.builder.appName("partnership-matcher").getOrCreate()
        context = self._session.sparkContext
        if context.getCheckpointDir() is None:  # Splink keeps what it made on the way there
            context.setCheckpointDir(str(scratch / "checkpoints"))
        api: Any = SparkAPI  # comparing needs no functions but Spark's own
        self.api = api(spark_session=self._session, register_udfs_automatically=False)

    def give(self, table: str) -> Any:  # noqa: ANN401
        path = self._scratch / f"{table}.parquet"
        self._connection.execute(f"COPY {table} TO '{_quoted(path)}' (FORMAT parquet)")
        return self.api.register(self._session.read.parquet(str(path)))

    def take(self, result: Any, table: str) -> None:  # noqa: ANN401
        path = self._scratch / f"{table}.parquet"
        result.as_spark_dataframe().write.mode("overwrite").parquet(str(path))
        files = f"{_quoted(path)}/*.parquet"
        query = f"CREATE OR REPLACE TABLE {table} AS SELECT * FROM read_parquet('{files}')"  # noqa: S608
        self._connection.execute(query)


def _quoted(path: Path) -> str:
    return str(path).replace("'", "''")
