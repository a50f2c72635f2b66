"""Where the QR code on a thing leads: for staff to all that is known of it, for who has it to what they may do with it,
and for anybody else to where it is brought.
"""

import re
from contextlib import suppress
from dataclasses import replace

from flask import url_for
from flask_login import current_user
from sqlalchemy.exc import SQLAlchemyError
from werkzeug.wrappers import Response

from webapp.core.db import transaction
from webapp.core.doors import actor, go, go_to, page, public, signed_in
from webapp.people import people, throttle
from webapp.school import open_days, opening_hours, settings
from webapp.stock.units import codes, scans

from ..forms.faults import FaultForm
from ..lists import in_hands
from ..lists.in_hands import Held
from .blueprint import bp
from .loans import Shown

NOT_DIALLED = re.compile(r"[^+\d]")


@bp.get("/T/<code>", strict_slashes=False)
@bp.get("/t/<code>", strict_slashes=False)
@public
def printed(code: str) -> Response:
    """A stranger is told the same whatever the code, and costs the same: nothing is looked up for them, so however
    many of them share an address, none is refused.
    """
    if not current_user.is_authenticated:
        return page("lending/held/found", **_where())
    if actor().is_staff:
        return go(url_for("reports.unit", id=scans.lead(actor(), code)))
    held = in_hands.of_code(actor(), code)
    return _held(held) if held else _found(actor().id)


@bp.get("/t/<code>/in")
@signed_in
def sign_in_to_thing(code: str) -> Response:
    """Through signing in, and back."""
    return go_to(".printed", code=code)


def _held(held: Held) -> Response:
    fault = held.fault
    return page(
        "lending/held/held",
        held=held,
        checkout=held.checkout,
        at=f"t/{codes.printed(held.unit.id)}",
        names=people.names([fault.by]) if fault else {},
        broken=FaultForm(),
        **_where(),
    )


def _found(person_id: int) -> Response:
    """Where it is to be brought, and nothing else; counted by person, so that nobody tries codes for long."""
    throttle.check_looks(person_id)
    with suppress(SQLAlchemyError), transaction():
        throttle.count_look(person_id)
    return page("lending/held/found", **_where())


def _where() -> Shown:
    """The school's address, its telephone number and its hours."""
    phone = settings.get("phone")
    week = replace(
        open_days.now_decided(), most_visits={}
    )  # who finds a thing needs no place
    return {
        "school": settings.get("name"),
        "address": settings.get("address"),
        "phone": phone,
        "dialled": NOT_DIALLED.sub("", phone),
        "hours": opening_hours.grouped(week),
    }
