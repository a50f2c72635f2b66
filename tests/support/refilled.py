"""A PostgreSQL database brought back to what its template holds, which is quicker than another copy of it."""

import contextlib

import psycopg
from sqlalchemy import event

from webapp.core.postgresql import LOCK_SECONDS

MOST = 200  # times, until the rows that were deleted slow down who looks for others
PATIENCE = 5000  # ms
OWN = 16384  # numbers from here on are not PostgreSQL's own things
CATALOGUES = {
    "pg_attrdef": "oid",
    "pg_attribute": "attrelid",
    "pg_class": "oid",
    "pg_constraint": "oid",
    "pg_extension": "oid",
    "pg_index": "indexrelid",
    "pg_namespace": "oid",
    "pg_proc": "oid",
    "pg_rewrite": "oid",
    "pg_sequence": "seqrelid",
    "pg_statistic": "starelid",
    "pg_trigger": "oid",
    "pg_type": "oid",
}
# each row carries the number of the transaction that wrote it, so a change to any of them changes the sum
MARK = "SELECT '{0}', count(*), sum(xmin::text::bigint) FROM {0} WHERE {1}"
SCHEMA = " UNION ALL ".join(
    MARK.format(name, f"{number} >= {OWN}") for name, number in CATALOGUES.items()
)
TABLES = f"SELECT oid::regclass::text FROM pg_class WHERE relkind = 'r' AND oid >= {OWN} ORDER BY oid"
SEQUENCES = "SELECT seqrelid, pg_sequence_last_value(seqrelid) FROM pg_sequence"
CUT_OFF = f"""SELECT pg_terminate_backend(pid, {PATIENCE}) FROM pg_stat_activity
    WHERE datname = current_database() AND pid <> pg_backend_pid() AND pid <> ALL(%s)"""
AS_AT_FIRST = (
    f"RESET ALL; SET lock_timeout = '{LOCK_SECONDS}s'; SELECT pg_advisory_unlock_all()"
)


class Pooled:
    """The connections an engine keeps from one test to the next."""

    def __init__(self, engine):
        self._engine = engine
        self._connections = []
        event.listen(engine, "connect", lambda found, _: self._connections.append(found))

    def settle(self):
        """They are as if they had just been opened; who can be told by is returned."""
        if self._engine.pool.checkedout():  # somebody still has one
            self.drop()
        self._connections = [each for each in self._connections if not each.closed]
        for each in self._connections:
            each.execute(AS_AT_FIRST)
            each.commit()
        return [each.info.backend_pid for each in self._connections]

    def drop(self):
        self._engine.dispose()
        self._connections = []


class Refilled:
    """One database for all tests of a worker; `renew()` puts a copy of the template at `url`."""

    def __init__(self, url, renew):
        self._url, self._renew = url, renew
        self._times, self._connection = MOST, None

    def close(self):
        if self._connection:
            self._connection.close()

    def bring_back(self, pooled):
        """It holds what the template does. A changed schema, or rows that somebody keeps locked, take a new copy."""
        with contextlib.suppress(psycopg.Error):
            if self._times < MOST and self._refill(pooled.settle()):
                self._times += 1
                return
        pooled.drop()
        self.close()
        self._renew()
        self._start()

    def _start(self):
        self._times = 0
        self._connection = psycopg.connect(self._url, autocommit=True, prepare_threshold=0)
        self._connection.execute("SET session_replication_role = replica")  # no guards
        self._connection.execute(f"SET lock_timeout = {PATIENCE}")
        tables = [name for (name,) in self._connection.execute(TABLES)]
        self._marking = " UNION ALL ".join(MARK.format(name, "true") for name in tables)
        self._schema, self._sequences = self._read(SCHEMA), self._read(SEQUENCES)
        self._marks = self._read(self._marking)
        self._rows = {name: self._out(name) for name, count, _ in self._marks if count}

    def _refill(self, known):
        self._connection.execute(CUT_OFF, [known])
        if self._read(SCHEMA) != self._schema:
            return False
        changed = {name for name, *_ in self._read(self._marking) - self._marks}
        with self._connection.transaction():
            for name in changed:
                self._connection.execute(f"DELETE FROM {name}")
            for name in changed & self._rows.keys():
                with self._connection.cursor().copy(f"COPY {name} FROM STDIN") as into:
                    into.write(self._rows[name])
        for sequence, last in self._sequences - self._read(SEQUENCES):
            self._connection.execute(
                "SELECT setval(%s::oid::regclass, coalesce(%s, seqstart), %s)"
                " FROM pg_sequence WHERE seqrelid = %s",
                [sequence, last, last is not None, sequence],
            )
        if changed:
            self._marks = self._read(self._marking)
        return True

    def _read(self, query):
        return set(self._connection.execute(query))

    def _out(self, name):
        with self._connection.cursor().copy(f"COPY {name} TO STDOUT") as out:
            return b"".join(map(bytes, out))
