"""Lists a page at a time: an opaque cursor that says where the last page ended."""

import base64
import json
import re
from collections.abc import Callable, Sequence, Sized
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Generic, Protocol, TypeVar
from urllib.parse import urlencode

from flask import request
from sqlalchemy import Result, event, func, select
from sqlalchemy.orm import ORMExecuteState

from .db import db
from .errors import Invalid
from .inputs import GREATEST, LONGEST_CURSOR
from .words import _

Row = TypeVar("Row")

Key = int | str | bool | datetime | None  # what a list is put in order by

UNSTORABLE = re.compile("[\x00\ud800-\udfff]")

EVERY = GREATEST  # rows: a limit that is none


def cursor(*keys: Key) -> str:
    """The place after a row with these sort keys."""
    values = [key.isoformat() if isinstance(key, datetime) else key for key in keys]
    return (
        base64.urlsafe_b64encode(json.dumps(values, ensure_ascii=False).encode())
        .decode()
        .rstrip("=")
    )


def place(after: str | None, *types: type) -> tuple[Any, ...] | None:
    """The keys in a cursor; Invalid at `after` if it is not one of ours."""
    if after is None:
        return None
    try:
        if len(after) > LONGEST_CURSOR:
            raise ValueError(after)
        values = json.loads(base64.urlsafe_b64decode(after + "=" * (-len(after) % 4)))
        return tuple(_key(value, kind) for value, kind in zip(values, types, strict=True))
    except (ValueError, TypeError, RecursionError):  # the last, of lists in lists in lists
        raise Invalid(
            fields={"after": _("Use the cursor from the Link header unchanged")}
        ) from None


def id_in(after: str | None) -> int | None:
    """The id in the cursor of a list that goes by id; Invalid as in `place`."""
    keys = place(after, int)
    return keys[0] if keys else None


class WithId(Protocol):
    """What has a number."""

    @property
    def id(self) -> int: ...


def by_id(row: WithId) -> tuple[int]:
    """The order of lists that go by id."""
    return (row.id,)


@dataclass(frozen=True)
class Part(Generic[Row]):
    """What is shown of a list, and the cursor that leads on; None where it ends."""

    rows: Sequence[Row]
    after: str | None


def cut(rows: Sequence[Row], size: int, key: Callable[[Row], tuple[Key, ...]]) -> Part[Row]:
    """At most `size` of the rows found, of which there is one more if the list goes on; `key` is their order."""
    if len(rows) <= size:
        return Part(rows, None)
    return Part(rows[:size], cursor(*key(rows[size - 1])))


def sift(
    rows: Sequence[Row],
    size: int,
    looked_at: int,
    is_kept: Callable[[Row], bool],
    key: Callable[[Row], tuple[Key, ...]],
) -> Part[Row]:
    """At most `size` of the rows that are kept, among the first `looked_at`, of which there is one more if any follow.

    For what no statement can tell: fewer are found where few are kept, though the list goes on, and the cursor leads on
    behind what was looked at.
    """
    kept: list[Row] = []
    for row in rows[:looked_at]:
        if is_kept(row):
            if len(kept) == size:
                return Part(kept, cursor(*key(kept[-1])))
            kept.append(row)
    is_end = len(rows) <= looked_at
    return Part(kept, None if is_end else cursor(*key(rows[looked_at - 1])))


def answer(
    rows: Sequence[Row], limit: int, key: Callable[[Row], tuple[Key, ...]]
) -> tuple[Sequence[Row], dict[str, str]]:
    """The same for a program: the rows, and if there are more the Link header that leads on (RFC 8288)."""
    part = cut(rows, limit, key)
    return part.rows, link_to_next(part)


def link_to_next(part: Part[Row]) -> dict[str, str]:
    """The Link header that leads on; none where the list ends."""
    if part.after is None:
        return {}
    args = request.args.to_dict() | {"after": part.after}
    return {"Link": f'<{request.path}?{urlencode(args)}>; rel="next"'}


def total(look: Callable[[], Sized]) -> int | None:
    """How many rows a list has in all: `look` asks for EVERY one of them, and the database counts instead.

    So a list is counted by its own statements, with its own filters and by its own rule of who sees what; of two lists
    in one, both are. None if it is not read by statements with a limit, but for one that is empty without any.
    """
    counts: list[int] = []

    def count(state: ORMExecuteState) -> Result[Any] | None:
        statement: Any = state.statement
        if not _asks_for_every_one(statement, state):
            return None
        rows = select(func.count()).select_from(statement.order_by(None).subquery())
        counts.append(session.connection().scalar(rows, _parameters(state)) or 0)
        return state.invoke_statement(statement=statement.limit(0))

    session = db.session()
    event.listen(session, "do_orm_execute", count)
    try:
        rows_seen = look()
    finally:
        event.remove(session, "do_orm_execute", count)
    return sum(counts) if counts or not rows_seen else None


def first(rows: int) -> str:
    """A Link to the beginning of this list, saying how many rows it has."""
    args = {name: value for name, value in request.args.items() if name != "after"}
    return f'<{request.path}?{urlencode(args)}>; rel="first"; total="{rows}"'


def _asks_for_every_one(statement: Any, state: ORMExecuteState) -> bool:
    values = statement.compile(dialect=db.engine.dialect).params | _parameters(state)
    return EVERY in values.values()


def _parameters(state: ORMExecuteState) -> dict[str, Any]:
    return state.parameters if isinstance(state.parameters, dict) else {}


def _key(value: Any, kind: Any) -> Any:
    """What every database can compare with: no NUL, half characters or numbers out of range, no time without a zone."""
    if kind is datetime:
        at = datetime.fromisoformat(value)
        if at.tzinfo is not None and 2000 <= at.year < 3000:
            return at
    elif type(value) is kind and (
        not UNSTORABLE.search(value) if kind is str else abs(value) <= GREATEST
    ):
        return value
    raise ValueError
