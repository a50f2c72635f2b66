"""Answer letters: the e-mail that tells of an answer is called back or written anew as lines of it are cancelled."""

from collections.abc import Iterator, Sequence
from itertools import groupby

from sqlalchemy import select

from webapp.core import outbox, rows

from ..loans import events
from ..models import Checkout
from . import notices


def write(lines: Sequence[Checkout], note: str = "") -> None:
    """One letter about the answer to these lines, as if it was the only one where it is."""
    if len(lines) == 1:
        notices.decided(lines[0], note=note)
    else:
        notices.answered(lines, step=notices.answered_step(lines), note=note)


def call_back(lines: Sequence[Checkout]) -> bool:
    """The letter about all of them, or about the one that the others were parted from; False if it has left."""
    step = notices.answered_step(lines)
    if outbox.cancel("request", lines[0].request_id, step):
        return True
    return any([outbox.cancel("checkout", line.id, line.status_decided) for line in lines])


def leave_out(line: Checkout) -> bool:
    """Tell no more that a line is approved, if that was not told yet: what else the letter says is told anew.

    The line is cancelled already. False if the letter has left, or there was none.
    """
    if not line.decided_at:
        return False
    others = _answered_with(line)
    if not call_back(sorted([line, *others], key=lambda each: each.id)):
        return False
    for change in events.changes_since(line.id, events.decision(line.id)):
        outbox.cancel("checkout", line.id, notices.rearranged_step(change.id))
    _write_anew(others)
    return True


def tell_again(lines: Sequence[Checkout]) -> None:
    """Tell that these are approved, which were left out and are not cancelled any more; with what else was answered in
    the same act, if that was not told yet.
    """
    for same in _by_answer(lines):
        others = [each for each in _answered_with(same[0]) if each not in same]
        if others and call_back(others):
            same = sorted([*same, *others], key=lambda each: each.id)
        _write_anew(same)


def _by_answer(lines: Sequence[Checkout]) -> Iterator[list[Checkout]]:
    decided = sorted(
        (line for line in lines if line.decided_at),
        key=lambda line: (line.decided_at, line.id),
    )
    for _at, same in groupby(decided, key=lambda line: line.decided_at):
        yield list(same)


def _answered_with(line: Checkout) -> list[Checkout]:
    """The other lines of its request that were answered in the same act, and are not cancelled."""
    query = select(Checkout).where(
        Checkout.request_id == line.request_id,
        Checkout.decided_at == line.decided_at,
        Checkout.id != line.id,
        Checkout.stored_status != "cancelled",
    )
    return rows.listed(query.order_by(Checkout.id))


def _write_anew(lines: Sequence[Checkout]) -> None:
    if lines:
        notes = events.words_with_answers(lines)
        write(lines, next(iter(notes.values()), ""))
