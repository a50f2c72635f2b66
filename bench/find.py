"""`python -m bench.find`: the one box in a big school and in one of ten times its size, as processor time of a search.

Told is what application and database compute together, the median of many; a search is what the box asks while somebody
types, matched, looked up and drawn as a page's part.
"""

import argparse
import contextlib
import os
import random
import statistics
import tempfile
from collections.abc import Callable
from functools import partial
from pathlib import Path

import flask_migrate

from bench.analyse import analyse
from bench.heads import database
from bench.inside import browser_of, counting, verdict
from bench.seed import put
from bench.turns import Processors
from tests.support.postgres import temporary_server
from webapp import create_app
from webapp.core import clock, text
from webapp.core.db import db, transaction
from webapp.people import sign_ins
from webapp.people.models import User

GOAL, FLAT, SPARE = 30.0, 1.5, 2.0  # milliseconds, times the smaller school's, milliseconds
TIMES, WARM = 15, 3
SIZE = {"items": 10_000, "units": 100_000, "people": 5_000}
Figures = dict[str, float]  # milliseconds of each search
SEARCHES = {
    "a tag": "VLN-004217",
    "a serial number": "7Q000423",
    "the beginning of tags": "vln-00",
    "a word of many": "violin",
    "two words of many": "stand yamaha",
    "a name": "greta hoffmann",
    "two letters": "gr",
    "one letter": "s",
    "a part of a serial number": "00423",
    "a typo": "hofmfann",
    "nothing": "kontrabassfagottkoffer",
    "a page": "overdue",
}
KINDS = (
    "Violin",
    "Viola",
    "Cello",
    "Trumpet",
    "Flute",
    "Clarinet",
    "Stand",
    "Amplifier",
    "Etudes",
    "Saxophone",
)
CODES = ("VLN", "VLA", "CEL", "TRP", "FLT", "CLA", "STD", "AMP", "ETU", "SAX")
MAKERS = ("Yamaha", "Gewa", "Buffet", "Bach", "Adams", "Pearl", "Fender", "Höfner")
FIRST = ("Greta", "Leo", "Marie", "Tomáš", "Inês", "Priya", "Clara", "Oskar", "Zoë")
SYLLABLES = (
    *("ho", "ff", "mar", "che", "ti", "kow", "al", "czyk", "lind", "qvi"),
    *("st", "wei", "ss", "des", "ro", "si", "cas", "tel", "la", "nos"),
)


def main() -> None:
    chosen = _options()
    os.environ.setdefault("BACKLINE_SECRET_KEY", "of the bench, so that it keeps none")
    with contextlib.ExitStack() as at_the_end:
        holder = tempfile.TemporaryDirectory(prefix="find-", ignore_cleanup_errors=True)
        folder = Path(at_the_end.enter_context(holder))
        for engine in chosen.engine or ("sqlite", "postgresql"):
            server = (
                at_the_end.enter_context(temporary_server()) if engine != "sqlite" else ""
            )
            smaller: Figures = {}
            for times in chosen.times or (1, 10):
                uri, _ = database(engine, server, folder, f"find_{times}")
                smaller = _measured(engine, uri, times, smaller)


def _options() -> argparse.Namespace:
    options = argparse.ArgumentParser(prog="python -m bench.find", description=__doc__)
    options.add_argument("--engine", choices=("sqlite", "postgresql"), action="append")
    options.add_argument("--times", type=int, action="append", help="the size, as 1 and 10")
    return options.parse_args()


def _measured(engine: str, uri: str, times: int, smaller: Figures) -> Figures:
    """Each search's milliseconds in a school so many times as big, printed beside the goal."""
    sizes = ", ".join(f"{count * times:,} {noun}" for noun, count in SIZE.items())
    print(f"{engine}: {sizes}", flush=True)
    figures = {}
    with _school(uri, times) as browser:
        for name, typed in SEARCHES.items():
            ask = partial(_ask, browser, typed)
            figures[name] = _milliseconds(ask)
            print(_row(name, ask, figures[name], smaller), flush=True)
    return figures


@contextlib.contextmanager
def _school(uri: str, times: int):
    """A browser at the desk of one."""
    app = create_app(SQLALCHEMY_DATABASE_URI=uri)
    with app.app_context():
        flask_migrate.upgrade()
        with transaction():
            cookie = _move_in(times)
        db.session.remove()
        analyse(uri)
        yield browser_of(app, cookie)
        db.engine.dispose()


def _ask(browser, typed: str) -> str:
    headers = {"HX-Request": "true", "HX-Request-Type": "partial"}
    answer = browser.get("/find", query_string={"q": typed}, headers=headers)
    assert answer.status_code == 200, answer.status
    return answer.text


def _milliseconds(ask: Callable[[], str]) -> float:
    for _ in range(WARM):
        ask()
    processors, took = Processors(), []
    for _ in range(TIMES):
        before = processors.seconds()
        ask()
        took.append((processors.seconds() - before) * 1000)
    return statistics.median(took)


def _row(name: str, ask: Callable[[], str], took: float, smaller: Figures) -> str:
    with counting() as statements:
        said = ask().partition('role="status">')[2].partition("</p>")[0]
    flat = took <= smaller.get(name, took) * FLAT + SPARE
    return (
        f"  {name:27} {took:6.1f} ms, {len(statements):2} statements,"
        f" {' '.join(said.split())[:40]:40}"
        f"   goal {GOAL:.0f} ms {verdict(took <= GOAL)}, flat {verdict(flat)}"
    )


def _move_in(times: int) -> str:
    """A school so many times as big as the goal's; the cookie of somebody at its desk."""
    chance = random.Random(1)
    _people(SIZE["people"] * times, chance)
    put("locations", [{"name": f"Shelf {n:02}", "version": 1} for n in range(10)])
    _items(SIZE["items"] * times)
    put("units", [_unit(n, SIZE["items"] * times) for n in range(SIZE["units"] * times)])
    return sign_ins.open(db.session.get_one(User, 1)).token


def _people(count: int, chance: random.Random) -> None:
    names = ["Dora Desk", "Greta Hoffmann"]
    while len(names) < count:
        last = "".join(chance.choices(SYLLABLES, k=3)).title()
        names.append(f"{chance.choice(FIRST)} {last}")
    roles = ["admin"] + ["student"] * (count - 1)
    shared = {"password_hash": "", "created_at": clock.now(), "version": 1}
    put(
        "users",
        [
            {"email": f"person{n}@school.test", "name": name, "role": role} | shared
            for n, (name, role) in enumerate(zip(names, roles, strict=True))
        ],
    )


def _items(count: int) -> None:
    put("items", [_item(n) for n in range(count)])


def _item(n: int) -> dict[str, object]:
    kind, make = KINDS[n % len(KINDS)], MAKERS[n // 10 % len(MAKERS)]
    name, sku = f"{kind} {make} {n // 100}", f"INS-{n:06}"
    return {
        "sku": sku,
        "name": name,
        "category": "instrument",
        "home_location_id": n % 10 + 1,
        "folded": text.folded(name, sku, make, "", f"Shelf {n % 10:02}"),
        "created_at": clock.now(),
        "created_by": 1,
        "version": 1,
    }


def _unit(n: int, items: int) -> dict[str, object]:
    return {
        "item_id": n % items + 1,
        "location_id": n % 10 + 1,
        "tag": f"{CODES[n % 10]}-{n // 10:06}",
        "serial_number": f"7Q{n:06}",
        "version": 1,
    }


if __name__ == "__main__":
    main()
