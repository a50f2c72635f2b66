"""How many statements a request asks: counted in PostgreSQL's own log, since a head is spoken to from outside only."""

import itertools
import re
import time
from pathlib import Path

import psycopg

from bench.sides import Side

BOOKKEEPING = ("BEGIN", "COMMIT", "ROLLBACK", "SAVEPOINT", "RELEASE", "SET", "SHOW")
STATEMENT = re.compile(r"^(\S+) LOG:  (?:statement|execute [^:]*): *(\w+)", re.MULTILINE)
RELOADED = (
    0.3  # seconds within which all of the server's processes have read its settings anew
)


def log_of(server: str) -> Path | None:
    """Where the temporary PostgreSQL at the address `server` writes its log; None for SQLite, which has none."""
    return _home(server) / "data/log" if server else None


def counted(sides: list[Side], log: Path | None) -> dict[str, str]:
    """By page: the statements of one request to each side, transactions' own left out; "–" where nothing tells."""
    names = list(sides[0].requests)
    if log is None:
        return dict.fromkeys(names, "–")
    counts: dict[str, list[str]] = {name: [] for name in names}
    _write_down(log, "all")
    for name, side in itertools.product(names, sides):
        before = log.stat().st_size
        side.ask(name)
        counts[name].append(str(_count(log, before, side.database)))
    _write_down(log, "none")
    return {name: " / ".join(each) for name, each in counts.items()}


def _home(server: str) -> Path:
    return Path(server.partition("host=")[2]).parent


def _write_down(log: Path, what: str) -> None:
    host = log.parent.parent / "s"
    with psycopg.connect(
        f"postgresql://backline@/postgres?host={host}", autocommit=True
    ) as connection:
        connection.execute("ALTER SYSTEM SET log_line_prefix = '%d '")
        connection.execute(f"ALTER SYSTEM SET log_statement = '{what}'")
        connection.execute("SELECT pg_reload_conf()")
    time.sleep(RELOADED)


def _count(log: Path, before: int, database: str) -> int:
    """The statements written down in the log after its first `before` bytes, of this database."""
    with log.open("rb") as file:
        file.seek(before)
        written = file.read().decode(errors="replace")
    return sum(
        name == database and word.upper() not in BOOKKEEPING
        for name, word in STATEMENT.findall(written)
    )
