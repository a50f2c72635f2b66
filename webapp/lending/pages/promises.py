"""What is promised: the pick list, what cannot be kept with its ways out, and promising something else."""

from collections.abc import Sequence

from flask import request, url_for
from werkzeug.wrappers import Response

from webapp.core.doors import actor, go, page, signed_in
from webapp.core.inputs import an_id
from webapp.core.said import Said
from webapp.core.words import _
from webapp.school import calendar, settings

from .. import access, undoing
from ..days.visits import Visits
from ..decisions import rearranging
from ..forms.checkouts import RearrangeForm
from ..loans import checkouts
from ..models import Checkout
from ..piles import of_sets
from ..today import day_people, pick_list, shortfalls, unkept, ways_out
from ..today.day_people import Visit
from .blueprint import bp
from .decide import items_to_give


@bp.get("/desk/pick-list", endpoint="pick_list")
@signed_in
def show_pick_list() -> Response:
    id = request.args.get("done", type=an_id)
    last = checkouts.find(actor(), id) if id else None
    return page(
        "lending/pick_list",
        picked=pick_list.today(actor()),
        today=calendar.today(),
        school=settings.get("name"),
        last=last,
        done=undoing.undoable(actor(), last) if last else None,
    )


@bp.get("/desk/today")
@signed_in
def today_by_person() -> Response:
    visits = day_people.today(actor())
    fetched = [loan for visit in visits for loan in visit.fetches]
    return page(
        "lending/day_people",
        visits=visits,
        places=pick_list.places(fetched),
        trays=_trays(visits, of_sets.codes_of(fetched)),
        today=calendar.today(),
        school=settings.get("name"),
        count=Visits().count(calendar.today()),
    )


def _trays(visits: Sequence[Visit], known_as: dict[int, list[str]]) -> dict[int, str]:
    """Where the tray holds all that a person fetches."""
    return {
        visit.person_id: url_for(
            ".tray",
            kind="hand_over",
            person=visit.person_id,
            line=[code for loan in visit.may_take for code in known_as[loan.id]],
        )
        for visit in visits
        if visit.may_take
    }


@bp.get("/desk/unkept")
@signed_in
def unkept_promises() -> Response:
    loans = unkept.soon(actor())
    id = request.args.get("done", type=an_id)
    return page(
        "lending/unkept",
        unkept=loans,
        ways=ways_out.of(actor(), loans),
        shortfalls=shortfalls.of(loans),
        last=checkouts.find(actor(), id) if id else None,
    )


@bp.get("/checkouts/<int:id>/rearrange")
@signed_in
def rearrange_form(id: int) -> Response:
    checkout = checkouts.find(actor(), id)
    access.check_may_be_at_desk(actor())
    form = _form(checkout)
    form.checkout_date.data, form.due_date.data = checkout.starts_on, checkout.due_on
    return page("lending/rearrange", form=form, checkout=checkout)


@bp.post("/checkouts/<int:id>/rearrange")
@signed_in
def rearrange(id: int) -> Response:
    checkout = checkouts.find(actor(), id)
    with _form(checkout) as form:
        rearranging.rearrange(actor(), id, **form.read())
    undo = url_for(".undo_rearrange", id=id, at=request.args.get("at"))
    return go(_next(id), Said(_("Promised otherwise"), undo=undo))


@bp.post("/checkouts/<int:id>/undo_rearrange")
@signed_in
def undo_rearrange(id: int) -> Response:
    rearranging.undo(actor(), id)
    return go(_next(id), Said(_("Taken back: it is promised as before"), tone="mute"))


def _form(checkout: Checkout) -> RearrangeForm:
    others = items_to_give(actor(), [checkout])[checkout.id]
    return RearrangeForm(choices={"item": others})


def _next(id: int) -> str:
    """Back to the list, if it was done there."""
    is_listed = request.args.get("at") == "unkept"
    return url_for(".unkept_promises", done=id) if is_listed else url_for(".show", id=id)
