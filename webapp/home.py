"""Where everybody starts: a student at what they have, staff at what waits for them."""

from flask import Blueprint
from werkzeug.wrappers import Response

from .core import clock
from .core.doors import actor, go_to, page, signed_in
from .lending import checkouts, group_loans
from .lending.pages import blueprint as lending_pages
from .lending.pages import set_groups
from .lending.renewals import keeping
from .rooms import check_in
from .rooms import pages as rooms_pages
from .rooms.reservations import reservations
from .rooms.rules import quotas
from .rooms.waits import waits
from .school import calendar

STARTS = {"teacher": "lending.approvals", "desk": "lending.desk", "admin": "lending.desk"}
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
    in_hand = checkouts.in_hand(actor(), actor().id)
    return page(
        "home/student",
        now=now,
        part="morning" if now.hour < 12 else "afternoon" if now.hour < 18 else "evening",
        groups=set_groups.of(in_hand),
        **keeping.of_borrower(actor(), in_hand),
        of_groups=group_loans.of_member(actor()),
        reservations=reservations.upcoming(actor(), limit=5),
        meters=quotas.of(actor().id),
        missed=check_in.strikes(actor().id),
        waits=waits.of_actor(actor()),
    )
