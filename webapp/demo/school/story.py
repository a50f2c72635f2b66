"""What happened at the demo school: acts of its people, each done at its own time by the verb anybody else calls."""

from collections.abc import Callable
from contextlib import suppress
from datetime import datetime, time, timedelta
from typing import NamedTuple

from sqlalchemy import update

from webapp.core import clock
from webapp.core.db import db
from webapp.core.errors import Refusal
from webapp.core.outbox import Letter
from webapp.school import calendar
from webapp.stock import released


class Act(NamedTuple):
    at: datetime
    do: Callable[[], object]
    sure: bool


class Story:
    """It is planned in any order and played in time order, as far as now: what lies ahead has not happened."""

    def __init__(self, now: datetime) -> None:
        self.now, self.today = now, calendar.local(now).date()
        self.acts: list[Act] = []

    def at(self, days: int, wall: str) -> datetime:
        """A time on the school's clock, so many days from today."""
        return calendar.instant(
            datetime.combine(self.today + timedelta(days=days), time.fromisoformat(wall))
        )

    def plan(self, at: datetime, do: Callable[[], object], *, sure: bool = True) -> None:
        """Plan an act. One that is not sure may be refused, as it happens to people in a crowd."""
        self.acts.append(Act(at, do, sure))

    def play(self) -> None:
        for act in sorted(self.acts, key=lambda act: act.at):
            if act.at > self.now:
                break
            with clock.at(act.at):
                if act.sure:
                    act.do()
                else:
                    with suppress(Refusal), db.session.begin_nested():
                        act.do()
                released.tell()  # as if each was a transaction of its own
        self._file_letters()

    def _file_letters(self) -> None:
        """The letters of the past left in the past: they are there to be read, but not to be sent now."""
        past = update(Letter).where(
            Letter.sent_at.is_(None),
            Letter.cancelled_at.is_(None),
            Letter.due_at <= self.now,
        )
        db.session.execute(
            past.values(sent_at=Letter.due_at).execution_options(synchronize_session=False)
        )
