"""Where everybody starts: a student at what they have, staff at what waits for them."""

from flask import Blueprint
from werkzeug.wrappers import Response

from .core import clock
from .core.actor import Actor
from .core.doors import actor, go_to, page, signed_in
from .lending.loans import checkouts, for_others, group_loans
from .lending.pages import blueprint as lending_pages
from .lending.pages import set_groups
from .lending.pages.loans import Shown
from .lending.pages.set_groups import Group
from .lending.renewals import keeping
from .lending.today import unkept
from .lending.waits import standings
from .people import figures
from .people.figures import Figures
from .rooms import check_in
from .rooms import pages as rooms_pages
from .rooms.reservations import reservations
from .rooms.rules import quotas
from .rooms.waits import waits
from .school import calendar

STARTS = {"teacher": "inbox.index", "desk": "lending.desk", "admin": "lending.desk"}
bp = Blueprint("home", __name__)
bp.context_processor(
    lambda: lending_pages.HELPERS | rooms_pages.HELPERS
)  # it shows parts of both


@bp.get("/")
@signed_in
def start() -> Response:
    if actor().role in STARTS:
        return go_to(STARTS[actor().role])
    now = calendar.local(clock.now())
    stands = figures.of_people([actor().id])[actor().id]
    return page(
        "home/student",
        now=now,
        part="morning" if now.hour < 12 else "afternoon" if now.hour < 18 else "evening",
        **_loans(actor(), stands),
        reservations=reservations.upcoming(actor(), limit=5),
        meters=quotas.of(actor().id),
        missed=check_in.told(stands.missed),
        waits=waits.of_actor(actor()) if stands.waits_for else [],
        figures=stands,
    )


def _for_others(me: Actor) -> list[Group]:
    return set_groups.of(for_others.open_loans(me.id))


def _loans(me: Actor, stands: Figures) -> Shown:
    """What they have, are to get, wait for or are offered; what their figures say there is none of is not asked for."""
    in_hand = checkouts.in_hand(me, me.id)
    return {
        "groups": set_groups.of(in_hand),
        **keeping.of_borrower(me, in_hand),
        "unkept": unkept.of_borrower(in_hand),
        "standings": standings.of_person(me, me.id) if stands.waits_for else [],
        "for_others": _for_others(me) if stands.stands_in else [],
        "of_groups": group_loans.of_member(me),
    }
