"""The inbox, for people and for programs: what waits for somebody's answer, the most urgent first, and how many."""

from datetime import datetime
from typing import NamedTuple
from urllib.parse import parse_qsl, urlsplit

from flask import Blueprint, Flask, render_template, request, url_for
from flask_login import current_user
from werkzeug.wrappers import Response

from . import menu_counts
from .core import answering_pages, clock, paging, versions
from .core.actor import Actor
from .core.doors import actor, page, signed_in, wants_part
from .core.forms import read_query
from .core.openapi import Answer, answers
from .core.words import language
from .lending.pages import blueprint as lending
from .repairs import access as repairs
from .school import inbox, to_see_to
from .school.inbox import KINDS, Card, Cursor
from .school.schemas.inbox import AskShown, InboxQuery

bp = Blueprint("inbox", __name__)
api = Blueprint("inbox_api", __name__, url_prefix="/api/inventory/inbox")
PAGE = 20
PLACES = {
    "loan": "lending.show",
    "promise": "lending.show",
    "renewal": "lending.renewal",
    "room": "rooms.show_reservation",
    "act": "operations.one_waiting",
    "repair": "repairs.show",
    "address": "people.show",
}  # where the page of each is
bp.context_processor(lambda: lending.HELPERS | {"repairs": repairs})


@bp.get("/approvals")
@signed_in
def index() -> Response:
    query = read_query(InboxQuery)
    everyone, after = query.of == "everyone", _place(query)
    found = inbox.listed(
        actor(), everyone=everyone, kind=query.show, after=after, limit=PAGE + 1
    )
    part = paging.cut(found, PAGE, _cursor)
    more = part.after and url_for(
        ".index", of=query.of or None, show=query.show or None, after=part.after
    )
    return page(
        "inbox/inbox",
        headings=inbox.under_headings(part.rows),
        counts=inbox.counts(actor(), everyone=everyone),
        kinds=KINDS,
        query=query,
        who=actor(),
        alerts={} if after else _alerts(),
        more=more,
    )


@bp.get("/approvals/number")
@signed_in
def number() -> Response:
    """What every page asks for each minute: nothing is counted or drawn while it is as it was."""
    inbox.check_may_open(actor())
    response = Response(headers={"Cache-Control": "private, no-cache"})
    seen = _seen()
    response.vary.add("HX-Current-URL")
    changes = versions.of(inbox.TOPIC)
    response.set_etag(f"{changes}-{_slot()}-{actor().id}-{language()}-{seen.tag}")
    response.make_conditional(request)
    if response.status_code != 304:
        response.set_data(_drawn(actor(), seen))
    return response


@api.get("/")
@signed_in
@answers("inbox", list[AskShown], 422)
def list_inbox(query: InboxQuery) -> Answer:
    """List what waits for an answer, the most urgent first, each with the path of its page."""
    found = inbox.listed(
        actor(),
        everyone=query.of == "everyone",
        kind=query.show,
        after=_place(query),
        limit=query.limit + 1,
    )
    cards, headers = paging.answer(found, query.limit, _cursor)
    shown = [
        _as_shown(card, heading.name)
        for heading in inbox.under_headings(cards)
        for card in heading.cards
    ]
    return shown, 200, headers


def _alerts() -> dict[str, int]:
    """What else staff should see to, and nobody's answer waits for."""
    found = to_see_to.of(actor(), "stock")
    return {name: found[name] for name in menu_counts.ALERTS}


def _place(query: InboxQuery) -> Cursor | None:
    found = paging.place(query.after, bool, datetime, str, int)
    return Cursor(*found) if found else None


def _cursor(card: Card) -> Cursor:
    return card.cursor


def _as_shown(card: Card, urgency: str) -> AskShown:
    cursor = card.cursor
    return AskShown.model_validate(
        {
            "kind": cursor.name,
            "id": cursor.id,
            "urgency": urgency,
            "answer_by": None if cursor.is_open_ended else cursor.at,
            "since": cursor.at if cursor.is_open_ended else None,
            "title": card.ask.title,
            "person": card.ask.person,
            "path": url_for(PLACES[cursor.name], id=cursor.id),
        }
    )


def _slot() -> int:
    """Some minutes, for what waits lapses by itself too."""
    return int(clock.now().timestamp() / versions.KEPT_FOR.total_seconds())


def _count(who: Actor) -> int:
    return sum(inbox.counts(who).values())


class Seen(NamedTuple):
    """What whoever asks has before them: the inbox or another page, and what the inbox shows."""

    is_inbox: bool
    everyone: bool = False
    kind: str = ""

    @property
    def tag(self) -> str:
        """What is drawn for one is not drawn for another."""
        return "-".join([str(int(self.is_inbox)), str(int(self.everyone)), self.kind])


def _seen() -> Seen:
    seen = urlsplit(request.headers.get("HX-Current-URL", ""))
    if seen.path != url_for("inbox.index"):
        return Seen(is_inbox=False)
    shown = dict(parse_qsl(seen.query))
    kind = shown.get("show", "")
    return Seen(True, shown.get("of") == "everyone", kind if kind in KINDS else "")


def _drawn(who: Actor, seen: Seen) -> str:
    """The number in all places of a page where it stands, and those beside it in the menu; in the inbox also those of
    its filters, as it shows them.
    """
    return render_template(
        "inbox/number.html",
        count=_count(who),
        counts=inbox.counts(who, everyone=seen.everyone) if seen.is_inbox else {},
        kinds=KINDS,
        everyone=seen.everyone,
        show=seen.kind,
        of="everyone" if seen.everyone else "",
        some=menu_counts.of(who),
    )


def _follow(response: Response) -> Response:
    """After an act that changed what waits, the part of a page that htmx gets brings the number along."""
    is_part = response.mimetype == "text/html" and "HX-Redirect" not in response.headers
    is_act = request.method == "POST" and wants_part() and is_part
    has_changed = (
        is_act and response.status_code < 400 and versions.has_counted(inbox.TOPIC)
    )
    if has_changed and getattr(current_user, "is_staff", False):
        response.set_data(response.get_data(as_text=True) + _drawn(actor(), _seen()))
    return response


def of_page() -> int | None:
    """The number for the menu of a whole page; None for others than staff, who have none, and in parts of pages."""
    if wants_part() or not getattr(current_user, "is_staff", False):
        return None
    return _count(actor())


def _from_inbox() -> dict[str, str]:
    """For what is answered from the inbox: what its addresses carry on, and where it leads back."""
    return {
        "at_inbox": answering_pages.from_inbox(),
        "inbox_address": answering_pages.inbox_address(),
    }


def init_app(app: Flask) -> None:
    app.after_request(_follow)
    app.context_processor(_from_inbox)
