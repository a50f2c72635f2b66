"""The one box, for people and for programs: what is called so, and where one can go with it."""

from typing import NamedTuple

from flask import Blueprint, current_app, request, url_for
from flask_login import current_user
from werkzeug.wrappers import Response

from webapp.core.words import lazy

from . import navigation
from .core.doors import actor, go_to, page, signed_in, wants_part
from .core.openapi import Answer, answers
from .lending import access
from .reports.box import found
from .reports.box.found import Found
from .reports.box.grouping import Group
from .reports.box.hits import Hit
from .reports.schemas import BoxGroup, BoxQuery, BoxShown
from .stock import access as stock

bp = Blueprint("find", __name__)
api = Blueprint("find_api", __name__, url_prefix="/api/inventory/find")
PLACES = {
    "item": "lending.item",
    "unit": "reports.unit",
    "set": "lending.set_page",
    "person": "people.show",
    "room": "rooms.show",
    "loan": "lending.show",
    "request": "lending.request_page",
    "receipt": "lending.receipt",
}  # where the page of each kind is
ACTS = {"take_back": lazy("Take back"), "lend": lazy("Lend"), "book": lazy("Book")}
TOLD = "keyboard"  # a cookie: that this browser's scanner writes for another keyboard
YEAR = 365 * 24 * 3600  # seconds
AT_DESK = ("item", "unit", "person")  # what the desk goes on with when it is scanned


@bp.context_processor
def _ways() -> dict[str, object]:
    """What the template asks of each hit."""
    return {
        "href": href,
        "act_href": act_href,
        "acts": ACTS,
        "all_of": all_of,
        "may_add": stock.may_describe(actor()),
    }


class Way(NamedTuple):
    """Where a group's whole list is."""

    endpoint: str
    words: str


ALL = {
    "things": Way("stock.index", lazy("All %(count)s things")),
    "people": Way("people.everybody", lazy("All %(count)s people")),
}


@bp.get("/find")
@signed_in
def find() -> Response:
    """What a scanner typed goes on to the desk, where it is one thing or one card.

    Where its keys had to be read as those of another keyboard, that is said here, once in each browser.
    """
    typed, us_keys = (request.args.get(name, "") for name in ("q", "us_keys"))
    answer = _found(typed, us_keys)
    is_told = not answer.meant or TOLD in request.cookies
    if us_keys and is_told and _is_for_desk(answer):
        return go_to("lending.desk", code=typed, us_keys=us_keys)
    shown = answer.meant or typed[: found.LONGEST]
    response = page("layout/find", q=shown, came=typed, answer=answer)
    if not is_told:
        _note_that_it_was_told(response)
    return response


def _is_for_desk(answer: Found) -> bool:
    hit = answer.only_one
    may_go = access.may_hand_out(actor()) and not wants_part()
    return may_go and hit is not None and hit.kind in AT_DESK


def _note_that_it_was_told(response: Response) -> None:
    secure = current_app.config["SESSION_COOKIE_SECURE"]
    response.set_cookie(
        TOLD, "told", max_age=YEAR, samesite="Lax", httponly=True, secure=secure
    )


@api.get("/")
@signed_in
@answers("find", BoxShown, 422)
def find_for_programs(query: BoxQuery) -> Answer:
    """Find what the one box finds, in its groups, the likeliest first, with the path of each one's page."""
    answer = _found(query.q, query.us_keys)
    return BoxShown(
        count=answer.count,
        is_more=answer.is_more,
        is_near=answer.is_near,
        meant=answer.meant,
        groups=[_shown(group) for group in answer.groups],
    )


def _found(typed: str, us_keys: str) -> Found:
    role = current_user.role
    pages = navigation.pages(role) if typed.strip() else navigation.first_pages(role)
    return found.find(actor(), typed, us_keys, pages)


def _shown(group: Group) -> BoxGroup:
    hits = [
        {
            "kind": hit.kind,
            "id": hit.id,
            "name": hit.name,
            "code": hit.code,
            "facts": hit.detail,
            "state": hit.state,
            "path": href(hit),
            "verb": hit.act,
            "verb_path": act_href(hit),
        }
        for hit in group.hits
    ]
    return BoxGroup.model_validate({"name": group.name, "count": group.count, "hits": hits})


def href(hit: Hit) -> str:
    """Where a hit's own page is."""
    if hit.kind == "location":
        return url_for("levels.listed", location=hit.id)
    return hit.path or url_for(PLACES[hit.kind], id=hit.id)


def act_href(hit: Hit) -> str:
    """Where its one act is done; empty where it has none."""
    if hit.act == "take_back":
        return url_for("lending.desk", code=hit.code)
    if hit.act == "book":
        return url_for("rooms.ask", room=hit.id)
    if hit.act == "lend" and hit.kind == "person":
        return url_for("lending.tray", person=hit.id)
    return url_for("lending.lend_form", id=hit.id) if hit.act else ""


def all_of(group: Group, answer: Found) -> tuple[str, str] | None:
    """The address and the words of a group's whole list, where more of it is there than is shown.

    Lists forgive no typos: what only nearly fits is not in them.
    """
    way = ALL.get(group.name)
    if way is None or answer.is_near or group.count <= len(group.hits):
        return None
    return url_for(way.endpoint, q=answer.typed), way.words
