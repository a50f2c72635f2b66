"""What is asked for, promised and collected today: nothing of it moves, so it takes none of the movements."""

from collections.abc import Callable
from contextlib import suppress
from random import Random

from sqlalchemy import func, select

from webapp.core.actor import Actor
from webapp.core.db import db
from webapp.core.errors import Refusal
from webapp.lending.asking import asking
from webapp.lending.asking.asking import Wish
from webapp.lending.baskets import basket_lines
from webapp.lending.decisions import decisions
from webapp.lending.models import Checkout, Request
from webapp.school import calendar
from webapp.stock.sets import sets
from webapp.stock.sets.contents import NewPart
from webapp.stock.sets.sets import Set

from .people import Cast
from .stock import Thing

AHEAD = 21  # days at most until a promise begins
SETS = 3  # of two things each


class Asked:
    """Requests of students, each for things of its own that lie on the shelf; nobody is sent an e-mail."""

    def __init__(self, cast: Cast, things: list[Thing], chance: Random) -> None:
        self.cast, self.chance = cast, chance
        self.item_ids = iter(dict.fromkeys(thing.item_id for thing in things))
        self.set_ids: list[int] = []

    def fill(self, count: int) -> None:
        """About so many: some wait, some are promised, some are for several things or a set, some still in a basket.

        What the rules refuse, or there is nothing left for, is left out.
        """
        self._try(self.make_sets)
        kinds = (
            self.ask,
            self.promise,
            self.promise_ahead,
            self.ask_for_several,
            self.ask_for_set,
            self.collect,
        )
        for number in range(count):
            self._try(kinds[number % len(kinds)])

    def make_sets(self) -> None:
        before = db.session.scalar(select(func.count()).select_from(Set)) or 0
        for number in range(before + 1, before + 1 + SETS):
            parts = [NewPart(item=next(self.item_ids)) for _ in range(2)]
            row = sets.add(self.cast.teacher, name=f"Made-up set {number}", parts=parts)
            self.set_ids.append(row.id)

    def ask(self) -> None:
        """It waits for an answer."""
        self._ask(self._student(), Wish(next(self.item_ids)))

    def promise(self) -> None:
        """To be fetched from today on."""
        self._promise(self._student(), Wish(next(self.item_ids)))

    def promise_ahead(self) -> None:
        first = calendar.after(calendar.today(), self.chance.randint(2, AHEAD))
        self._promise(self._student(), Wish(next(self.item_ids), checkout_date=first))

    def ask_for_several(self) -> None:
        """Two things in one request, of which one is promised and one waits."""
        student = self._student()
        first = self._promise(student, Wish(next(self.item_ids)))
        second = self._ask(student, Wish(next(self.item_ids)))
        alone = db.session.get_one(Request, second.request_id)
        second.request_id = first.request_id
        whole = db.session.get_one(Request, first.request_id)
        whole.due_on = max(whole.due_on, alone.due_on)
        db.session.flush()
        db.session.delete(alone)

    def ask_for_set(self) -> None:
        if self.set_ids:
            self._ask(self._student(), Wish(set=self.chance.choice(self.set_ids)))

    def collect(self) -> None:
        """In a basket, held for a while."""
        student = self._student()
        basket_lines.put(student, item=next(self.item_ids))
        if self.set_ids:
            basket_lines.put(student, set=self.chance.choice(self.set_ids))

    def _student(self) -> Actor:
        return self.chance.choice(self.cast.students)

    def _ask(self, student: Actor, wish: Wish) -> Checkout:
        return asking.new(student, wish, student=None)

    def _promise(self, student: Actor, wish: Wish) -> Checkout:
        loan = self._ask(student, wish)
        decisions.give(self.cast.teacher, loan)
        return loan

    def _try(self, act: Callable[[], None]) -> None:
        with suppress(Refusal, StopIteration), db.session.begin_nested():
            act()
