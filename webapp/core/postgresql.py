"""PostgreSQL may go away, come back or fall silent: what is asked of it then ends soon, and no connection is stale."""

from typing import Any, cast

from sqlalchemy import Dialect, Engine, ExceptionContext, event
from sqlalchemy.engine.interfaces import DBAPIConnection
from sqlalchemy.exc import InvalidatePoolError, OperationalError
from sqlalchemy.exc import TimeoutError as NoConnectionLeft
from sqlalchemy.pool import ConnectionPoolEntry, Pool, PoolProxiedConnection

LOCK_SECONDS = 3  # so long it waits for a lock, then the answer is 503
THREADS = 8  # of a server; each may need a connection
ENGINE_OPTIONS = {
    "pool_size": THREADS,  # more than are kept would be opened anew for each request
    "max_overflow": 15 - THREADS,
    "pool_timeout": 5,  # seconds to wait for a connection that others have
    "connect_args": {
        "connect_timeout": 5,
        "keepalives_idle": 10,  # seconds, then whether the other machine is still there is asked every five
        "keepalives_interval": 5,
        "keepalives_count": 3,
        "tcp_user_timeout": 25_000,  # milliseconds
    },
}
AWAY = (
    "08",
    "53",
    "57",
)  # classes of SQLSTATE: no connection, no resources, an operator stopped it
LOCKED = (
    "40001",
    "40P01",
    "55P03",
)  # somebody else was in the way: serialization, deadlock, lock timeout


def is_away(error: BaseException | None) -> bool:
    """Whether the database is locked, stopped, full or not there, so that the same may well work in a moment."""
    if isinstance(error, NoConnectionLeft):
        return True
    if not isinstance(error, OperationalError):
        return False
    state = getattr(error.orig, "sqlstate", None)
    if state:
        return state in LOCKED or state.startswith(AWAY)
    return error.connection_invalidated or any(
        word in str(error.orig) for word in ("locked", "connect", "full")
    )


@event.listens_for(Engine, "do_connect")
def _connect(
    dialect: Dialect,
    _record: ConnectionPoolEntry,
    positional: list[Any],
    named: dict[str, Any],
) -> DBAPIConnection | None:
    if dialect.driver != "psycopg":
        return None
    from .postgresql_connection import (
        Connection,
    )  # 9 MiB that a school on SQLite need not have

    return cast(DBAPIConnection, Connection.connect(*positional, **named))


@event.listens_for(Pool, "checkout")
def _leave_the_dead(
    connection: DBAPIConnection,
    _record: ConnectionPoolEntry,
    _proxy: PoolProxiedConnection,
) -> None:
    """A server that ends says so to every connection. Nobody else speaks on an idle one, so listening is enough,
    without a word to the server."""
    if getattr(connection, "has_news", bool)():
        raise InvalidatePoolError


@event.listens_for(Engine, "handle_error")
def _tell_no_values(context: ExceptionContext) -> None:
    """PostgreSQL's details quote rows and keys. They belong to people, not in a log."""
    driver, wrapped = context.original_exception, context.sqlalchemy_exception
    is_ours = context.dialect is not None and context.dialect.driver == "psycopg"
    if is_ours and driver.args and wrapped:
        whole = str(driver.args[0])
        first_line = whole.partition("\n")[0]
        driver.args = (first_line,)
        wrapped.args = (str(wrapped.args[0]).replace(whole, first_line), *wrapped.args[1:])
