"""What happened: everything comes in, years go by, all is back, and then there is what is under way today."""

from collections.abc import Iterator
from dataclasses import replace
from random import Random

from webapp.core import clock
from webapp.core.db import transaction
from webapp.lending.loans import pieces
from webapp.school import calendar

from . import under_way
from .asked import Asked
from .people import Cast
from .stock import Thing, line
from .years import BACK, BATCH, FOUND_MORE, MENDED, MIX, OUT, USED_UP, Report, Years

MOST_ASKED = 60
UNDER_WAY = 0.01  # of all movements: loans and repairs of today, an act each


def go_by(
    cast: Cast,
    things: Iterator[Thing],
    places: list[int],
    movements: int,
    chance: Random,
    report: Report,
) -> None:
    """Exactly so many movements: everything comes in, years go by, all is back, and then today's loans and repairs."""
    years = Years(cast, places, movements, chance, report)
    years.open(things)
    today = min(int(years.left * UNDER_WAY), len(years.are["available"]) // 4, 500)
    _pass(years, today)
    while years.owed():
        years.act(BACK if years.are["on_rent"] else MENDED, BATCH)
    while years.left > today:
        years.act(FOUND_MORE, min(BATCH, years.left - today))
    _under_way(years)
    _ask(years, min(today, MOST_ASKED))


def _pass(years: Years, today: int) -> None:
    """Acts by chance, until what is left takes all back and makes today's loans and repairs."""
    while (free := years.left - years.owed() - today) > years.batch:
        how = years.chance.choices(list(MIX), list(MIX.values()))[0]
        if how == USED_UP and len(years.are["available"]) < 2 * today + years.batch:
            continue
        ends = how[2] in ("on_rent", "under_repair")
        years.act(how, min(years.batch, free if ends else free // 2))


def _under_way(years: Years) -> None:
    """What is out and away today has a loan or a repair each; every fifth is a repair."""
    while years.left:
        is_repair = years.left % 5 == 0
        from_state = "damaged" if is_repair and years.are["damaged"] else "available"
        thing = _choose(years, from_state)
        with transaction(), clock.at(years.at):
            if is_repair:
                repair = under_way.add_repair(years.cast.teacher, thing)
                away = line(thing, ("", "SENT_FOR_REPAIR", from_state, "under_repair"))
                years.write("send to repair", [away], repair_id=repair.id)
            else:
                _lend(years, thing)


def _choose(years: Years, state: str) -> Thing:
    """By chance; every tenth is a pile, if there is one."""
    if years.left % 10 == 1:
        pool = years.are[state]
        piles = (at for at, thing in enumerate(pool) if thing.quantity > 1)
        if (at := next(piles, None)) is not None:
            return pool.pop(at)
    return years.take(state, 1)[0]


def _ask(years: Years, count: int) -> None:
    """So many requests of today, for what is still on the shelf."""
    things = years.take("available", 10 * count)
    with transaction(), clock.at(years.now):
        Asked(years.cast, things, years.chance).fill(count)


def _lend(years: Years, thing: Thing) -> None:
    """To a student, who of a pile has brought one piece back already."""
    today = calendar.local(years.now).date()
    loan = under_way.add_loan(years.cast, thing, today, years.chance)
    years.write("hand out", [line(thing, OUT)], checkout_id=loan.id)
    pieces.follow(loan)
    if thing.quantity > 1 and years.left:
        one = replace(thing, quantity=1)
        years.write("return", [line(one, BACK)], checkout_id=loan.id)
        pieces.follow(loan)
