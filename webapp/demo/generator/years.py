"""What happened over the years: acts of five hundred lines through the ledger, and what is under way today."""

import time
from collections.abc import Callable, Iterable
from datetime import datetime, timedelta
from itertools import islice
from random import Random

from sqlalchemy import select

from webapp.core import clock
from webapp.core.db import db, transaction
from webapp.stock.ledger import ledger
from webapp.stock.ledger.ledger import Line
from webapp.stock.models import Movement
from webapp.stock.models.states import OUTSIDE

from . import under_way
from .people import Cast
from .stock import Act, Thing, line, set_reorder_points

Report = Callable[[int, int, float], None]
BATCH = 500  # lines in one act
SPAN = timedelta(days=1000)

OPENING = ("opening balance", "ADJUSTMENT_POSITIVE", OUTSIDE, "available")
OUT = ("hand out", "RENTAL_OUT", "available", "on_rent")
BACK = ("return", "RENTAL_RETURN", "on_rent", "available")
AWAY = ("send to repair", "SENT_FOR_REPAIR", "damaged", "under_repair")
MENDED = ("finish repair", "REPAIR_COMPLETED", "under_repair", "available")
FOUND_MORE = ("adjust", "ADJUSTMENT_POSITIVE", OUTSIDE, "available")
USED_UP = ("adjust", "ADJUSTMENT_NEGATIVE", "available", OUTSIDE)
TRANSFER = ("transfer", "", "available", "in_transit")
MIX = {
    OUT: 34,
    BACK: 32,
    ("return", "RENTAL_RETURN_DAMAGED", "on_rent", "damaged"): 3,
    ("assess damage", "DAMAGE_ASSESSMENT", "available", "damaged"): 3,
    AWAY: 5,
    MENDED: 5,
    TRANSFER: 8,
    ("receive", "PURCHASE", OUTSIDE, "available"): 4,
    FOUND_MORE: 3,
    USED_UP: 3,
}
REASONS = {FOUND_MORE: "found", USED_UP: "used_up"}
POOLS = ("available", "on_rent", "damaged", "under_repair")


class Years:
    """The things by the state they are in, and how many movements are still to be made."""

    def __init__(
        self, cast: Cast, places: list[int], movements: int, chance: Random, report: Report
    ) -> None:
        self.cast, self.places, self.chance, self.report = cast, places, chance, report
        self.total = self.left = movements
        # a short story has as many turns as a long one
        self.batch = max(20, min(BATCH, movements // 200))
        self.started = time.monotonic()
        self.are: dict[str, list[Thing]] = {state: [] for state in POOLS}
        self.now = clock.now()
        self.first = max(self.now - SPAN, _last_movement() or self.now - SPAN)

    @property
    def at(self) -> datetime:
        """The ledger's times never go back: the further it is, the later."""
        return self.first + (self.now - self.first) * (1 - self.left / self.total)

    def write(self, kind: str, lines: list[Line], **about: int | str | None) -> None:
        ledger.record(self.cast.teacher, kind, lines, **about)  # type: ignore[arg-type]
        self.left -= len(lines)
        self.report(
            self.total - self.left,
            self.total,
            (self.total - self.left) / (time.monotonic() - self.started),
        )

    def take(self, state: str, most: int) -> list[Thing]:
        """Some of the things in a state, each once, by chance."""
        pool = self.are[state]
        taken = []
        for _ in range(min(most, len(pool))):
            at = self.chance.randrange(len(pool))
            pool[at], pool[-1] = pool[-1], pool[at]
            taken.append(pool.pop())
        return taken

    def open(self, things: Iterable[Thing]) -> None:
        while batch := list(islice(things, BATCH)):
            lines = [line(thing, OPENING, worth=thing.worth) for thing in batch]
            with transaction(), clock.at(self.at):
                self.write("opening balance", lines)
            self.are["available"] += batch
        with transaction():
            set_reorder_points()

    def act(self, how: Act, most: int) -> None:
        """One act of up to so many lines; nothing if no thing is in that state."""
        if how == TRANSFER:
            return self.transfer(most // 3)
        kind, _, from_state, to_state = how
        is_new = from_state == OUTSIDE
        things = self.more(most) if is_new else self.take(from_state, most)
        lines = [
            line(thing, how, worth=thing.worth if is_new else None) for thing in things
        ]
        if lines:
            with transaction(), clock.at(self.at):
                self.write(kind, lines, reason=REASONS.get(how))
        if to_state != OUTSIDE:
            self.are[to_state] += things
        return None

    def more(self, count: int) -> list[Thing]:
        """Single pieces such as lie on the shelf; none if nothing does."""
        if not self.are["available"]:
            return []
        return [
            Thing(like.item_id, like.place, None, 1, like.worth // like.quantity)
            for like in self.chance.choices(self.are["available"], k=count)
        ]

    def transfer(self, most: int) -> None:
        """From one place to another, and all of it arrives; three movements a thing."""
        here = self.take("available", most)
        source = here[0].place if here else 0
        sent = [thing for thing in here if thing.place == source]
        if sent:
            to = self.chance.choice([place for place in self.places if place != source])
            with transaction(), clock.at(self.at):
                self._carry(sent, source, to)
        self.are["available"] += here

    def _carry(self, sent: list[Thing], source: int, to: int) -> None:
        transfer = under_way.add_transfer(self.cast.teacher, sent, source, to)
        lines = []
        for thing in sent:
            lines.append(line(thing, ("", "TRANSFER_OUT", "available", OUTSIDE)))
            thing.place = to
            lines.append(
                line(thing, ("", "TRANSFER_IN", OUTSIDE, "in_transit"), carries=True)
            )
        self.write("transfer sent", lines, transfer_id=transfer.id)
        arrived = [
            line(thing, ("", "TRANSFER_IN", "in_transit", "available")) for thing in sent
        ]
        self.write("transfer received", arrived, transfer_id=transfer.id)

    def owed(self) -> int:
        """Movements it takes until nothing is out or away any more."""
        return len(self.are["on_rent"]) + len(self.are["under_repair"])


def _last_movement() -> datetime | None:
    newest = select(Movement.created_at).order_by(Movement.id.desc()).limit(1)
    with transaction():
        return db.session.scalar(newest)
