"""Versions: how often what a topic is about has changed, so that whoever has an answer knows whether it still holds.

Which tables a topic is about is said where the app is made. What is written to them is seen as it is sent to the
database, so that no verb can forget it, and the topics count on in the last statements of the act. Whoever answers by
a version reads it before the data: at worst the answer is newer than its version says, and is made once more.
"""

from collections.abc import Callable, Hashable, Iterator, Mapping
from contextlib import contextmanager
from datetime import datetime, timedelta
from typing import NamedTuple, Protocol, TypeVar
from typing import cast as typed
from weakref import WeakKeyDictionary

from sqlalchemy import Connection, Engine, String, cast, event, func, select
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.engine.interfaces import DBAPICursor, ExecutionContext
from sqlalchemy.orm import Mapped, Session, SessionTransaction, mapped_column

from . import clock
from .db import Base, db, is_writing

WRITTEN, COUNTED = "written tables", "topics that counted on"
READ, MAKING = "numbers of topics", "answers that are kept"
KEPT_FOR = timedelta(minutes=5)  # what waits also depends on the clock
MOST_KEPT = 1000  # answers in a process
Made = TypeVar("Made")


class Version(Base):
    """A topic, and its number; a topic without a row has never changed."""

    __tablename__ = "versions"

    topic: Mapped[str] = mapped_column(String(40), primary_key=True)
    number: Mapped[int]


class _Kept(NamedTuple):
    number: int
    at: datetime
    answer: object


class _Writing(Protocol):
    """What SQLAlchemy knows of a statement that writes."""

    isinsert: bool
    isupdate: bool
    isdelete: bool


_EACH = Version.topic + " " + cast(Version.number, String)
# all topics with their numbers, in one text: for a statement that is sent anyway, before what they are about is read
NUMBERS = select(func.aggregate_strings(_EACH, "\n")).scalar_subquery()
_ASKED = select(NUMBERS.label("versions"))
_kept: WeakKeyDictionary[Engine, dict[tuple[str, Hashable], _Kept]] = WeakKeyDictionary()
_topics_of: dict[str, set[str]] = {}
_ONE_MORE = {"number": Version.number + 1}
_COUNT_ON = {
    "sqlite": sqlite.insert(Version).on_conflict_do_update(
        index_elements=[Version.topic], set_=_ONE_MORE
    ),
    "postgresql": postgresql.insert(Version).on_conflict_do_update(
        index_elements=[Version.topic], set_=_ONE_MORE
    ),
}


def connect(tables_of: Mapping[str, tuple[str, ...]]) -> None:
    """The tables that each topic is about, by name; RuntimeError for one that is not there."""
    known = db.metadata.tables.keys()
    if unknown := {name for tables in tables_of.values() for name in tables} - known:
        raise RuntimeError(f"topics name tables that are not there: {sorted(unknown)}")
    _topics_of.clear()
    for topic, tables in tables_of.items():
        for table in tables:
            _topics_of.setdefault(table, set()).add(topic)


def count_on() -> None:
    """What has been written in this act counts, topic by topic in the order of the alphabet, so that no two acts wait
    for each other. The last statements before the commit: nobody waits longer for these rows than that takes.
    """
    session = db.session()
    session.info[COUNTED] = frozenset()
    session.info.pop(READ, None)
    if not session.in_transaction():
        return
    session.flush()
    connection = session.connection()
    tables = connection.info.get(WRITTEN, set())
    topics = {topic for table in tables for topic in _topics_of.get(table, ())}
    statement = _COUNT_ON[connection.dialect.name]
    for topic in sorted(topics):
        connection.execute(statement, {"topic": topic, "number": 1})
    session.info[COUNTED] = frozenset(topics)


def has_counted(topic: str) -> bool:
    """Whether the act that was committed last in this session has changed what a topic is about."""
    return topic in db.session().info.get(COUNTED, ())


def know(numbers: str | None) -> None:
    """What another statement has brought along of `NUMBERS`."""
    pairs = (line.split() for line in (numbers or "").splitlines())
    db.session().info[READ] = {topic: int(number) for topic, number in pairs}


def of(topic: str) -> int:
    """The number of a topic, to be read before what it is about; all are read once a transaction, until something is
    written, unless they are known already.
    """
    info = db.session().info
    if READ not in info:
        know(db.session.scalar(_ASKED))
    read: dict[str, int] = info[READ]
    return read.get(topic, 0)


def kept(topic: str, key: Hashable, make: Callable[[], Made]) -> Made:
    """What `make` makes, kept in this process while the topic has the same number, and for some minutes at most.

    In an act nothing is kept: what it has written may be taken back.
    """
    if is_writing():
        return make()
    at, number = clock.now(), of(topic)
    answers = _kept.setdefault(db.engine, {})
    has = answers.get((topic, key))
    if has is None or has.number != number or not has.at <= at < has.at + KEPT_FOR:
        if len(answers) >= MOST_KEPT:
            answers.clear()
        with _making():
            has = answers[topic, key] = _Kept(number, at, make())
    return typed(Made, has.answer)


@contextmanager
def _making() -> Iterator[None]:
    """Say at the connection that what is asked meanwhile is kept, so that who counts a page's statements can tell."""
    info = db.session.connection().info
    info[MAKING] = info.get(MAKING, 0) + 1
    try:
        yield
    finally:
        info[MAKING] -= 1


def forget() -> None:
    """Keep nothing any longer, as where another database takes the place of this one."""
    _kept.clear()


@event.listens_for(Engine, "begin")
def _begin(connection: Connection) -> None:
    connection.info.pop(WRITTEN, None)


@event.listens_for(Session, "after_transaction_end")
def _end(session: Session, transaction: SessionTransaction) -> None:
    """What was read so far says nothing of what the next one reads."""
    if transaction.parent is None:
        session.info.pop(READ, None)


@event.listens_for(Engine, "after_cursor_execute")
def _note(
    connection: Connection,
    _cursor: DBAPICursor,
    _statement: str,
    _parameters: object,
    context: ExecutionContext | None,
    _many: bool,
) -> None:
    """Keep in mind which table a statement has written to, whether the ORM sent it or somebody else."""
    kind = typed(_Writing | None, context)
    if kind and (kind.isinsert or kind.isupdate or kind.isdelete):
        compiled = context.compiled if context else None
        table = getattr(getattr(compiled, "statement", None), "table", None)
        if name := getattr(table, "name", ""):
            connection.info.setdefault(WRITTEN, set()).add(name)
