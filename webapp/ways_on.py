"""Where a refusal leads: pages of what its facts name, and places where what would help is done."""

from typing import NamedTuple

from flask import Flask, request, url_for
from flask_login import current_user

from .core.errors import Refusal
from .core.words import lazy


class Page(NamedTuple):
    """A page that helps; `argument` is what its address takes of a fact, none for a place."""

    endpoint: str
    label: str
    argument: str = ""
    is_for_staff: bool = False


class Way(NamedTuple):
    """A page that helps, as a link."""

    href: str
    label: str


LOAN = Page("lending.show", lazy("See the loan"), "id")
OPERATION = Page("operations.show", lazy("See what was done"), "id", is_for_staff=True)
OF_FACTS = {  # by its name and what it is: a number is an id, a text a tag
    ("checkout", int): LOAN,
    ("fault", int): Page("lending.show_fault", lazy("See the report"), "id"),
    ("item", int): Page("lending.item", lazy("See the item"), "id"),
    ("operation", int): OPERATION,
    ("person", int): Page("people.show", lazy("See their page"), "id", is_for_staff=True),
    ("queue", int): Page(
        "lending.queue_of", lazy("See the queue"), "item", is_for_staff=True
    ),
    ("renewal", int): Page("lending.renewal", lazy("See the question"), "id"),
    ("repair", int): Page("repairs.show", lazy("See the repair"), "id", is_for_staff=True),
    ("request", int): Page("lending.request_page", lazy("See the request"), "id"),
    ("reservation", int): Page("rooms.show_reservation", lazy("See the booking"), "id"),
    ("reverses", int): OPERATION,
    ("room", int): Page("rooms.show", lazy("See the room"), "id"),
    ("stocktake", int): Page(
        "stocktakes.show", lazy("See the count"), "id", is_for_staff=True
    ),
    ("transfer", int): Page(
        "transfers.show", lazy("See the transfer"), "id", is_for_staff=True
    ),
    ("undone_by", int): OPERATION,
    ("unit", int): Page("reports.unit", lazy("See the unit"), "id", is_for_staff=True),
    ("unit", str): Page("lending.desk", lazy("See the unit"), "code", is_for_staff=True),
}
PLACES = {
    "basket": Page("lending.basket", lazy("Open the basket")),
    "closures": Page("closures.index", lazy("See closures"), is_for_staff=True),
    "items": Page("stock.index", lazy("Look for another")),
    "levels": Page("levels.listed", lazy("See what is where"), is_for_staff=True),
    "loans": Page("lending.mine", lazy("See my loans")),
    "lookup": Page("reports.units", lazy("See the units"), is_for_staff=True),
    "people": Page("people.everybody", lazy("See people"), is_for_staff=True),
    "places": Page("locations.listed", lazy("See places"), is_for_staff=True),
    "receive": Page("operations.receive", lazy("Receive stock"), is_for_staff=True),
    "skus": Page("skus.listed", lazy("See sequences"), is_for_staff=True),
    "waitlist": Page("waits.index", lazy("See my waitlist")),
}


def of(no: Refusal) -> list[Way]:
    """Its ways on for whoever is signed in, but for the page they are on; none for who came by a link in an e-mail."""
    if not current_user.is_authenticated:
        return []
    found = [
        (OF_FACTS[name, type(value)], value)
        for name, value in no.facts.items()
        if (name, type(value)) in OF_FACTS
    ]
    places = [(PLACES[name], "") for name in no.see]
    ways = [_way(page, value) for page, value in [*found, *places] if _may(page)]
    return [way for way in dict.fromkeys(ways) if way.href != request.path]


def _may(page: Page) -> bool:
    return current_user.is_staff or not page.is_for_staff


def _way(page: Page, value: int | str) -> Way:
    match page.argument:
        case "id":
            href = url_for(page.endpoint, id=value)
        case "item":
            href = url_for(page.endpoint, item=value)
        case "code":
            href = url_for(page.endpoint, code=value)
        case _:
            href = url_for(page.endpoint)
    return Way(href, page.label)


def init_app(app: Flask) -> None:
    app.jinja_env.globals["ways_on"] = of
