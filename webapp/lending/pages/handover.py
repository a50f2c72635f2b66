"""What leaves the desk and comes back to it, checkout by checkout."""

from functools import partial

from flask import request, url_for
from werkzeug.wrappers import Response

from webapp.core import photo_uploads
from webapp.core.beforehand import first
from webapp.core.doors import actor, go, page, signed_in
from webapp.core.errors import Invalid
from webapp.core.inputs import an_id
from webapp.core.said import Said
from webapp.core.words import _, ngettext
from webapp.people import people
from webapp.stock.units import accessories

from .. import access, ready
from ..decisions import missed_pickups
from ..desk import endings, finding, handovers, looking, settling
from ..faults import faults
from ..forms.checkouts import (
    CheckedReturnForm,
    CheckedUnitsReturnForm,
    ReturnForm,
    UnitsReturnForm,
)
from ..loans import checkouts
from ..models import Checkout
from ..models.checkouts import Columns
from . import changed, hand_out_again, photographed, words_after
from .blueprint import bp


@bp.post("/checkouts/<int:id>/set_aside")
@signed_in
def set_aside(id: int) -> Response:
    checkout = handovers.set_aside(actor(), id, units=_units())
    return _done(checkout, words_after.set_aside(checkout))


@bp.post("/checkouts/<int:id>/look_at")
@signed_in
def look_at(id: int) -> Response:
    undo = url_for(".undo_look", id=id)
    word = Said(_("Looked at: it can be handed out"), undo=undo)
    return _done(looking.look_at(actor(), id), word)


@bp.post("/checkouts/<int:id>/undo_look")
@signed_in
def undo_look(id: int) -> Response:
    word = Said(_("It waits for a second look again"), tone="mute")
    return _done(looking.undo(actor(), id), word)


@bp.post("/checkouts/<int:id>/undo_set_aside")
@signed_in
def undo_set_aside(id: int) -> Response:
    word = Said(_("Taken back: it is not set aside"), tone="mute")
    return _done(ready.undo(actor(), id), word)


@bp.post("/checkouts/<int:id>/add_unit")
@signed_in
def add_unit(id: int) -> Response:
    unit = request.form.get("unit", type=an_id)
    if unit is None:
        raise Invalid(fields={"unit": _("Scan or choose a unit")})
    checkout = handovers.add_unit(actor(), id, unit=unit)
    undo = words_after.set_aside(checkout).undo
    return _done(checkout, Said(_("Set aside; the others are to follow"), undo=undo))


@bp.post("/checkouts/<int:id>/hand_out")
@photo_uploads.takes_photos
@signed_in
@first(photographed.at_desk)
def hand_out(id: int) -> Response:
    there = (
        request.form.getlist("accessories", type=an_id)
        if "checked" in request.form
        else None
    )
    checkout = handovers.hand_out(actor(), id, units=_units(), accessories=there)
    try:
        photographed.keep("hand_out", id)
    except Invalid as no:
        no.page = partial(hand_out_again.draw, id, no, _units(), there)
        raise
    return _done(checkout, words_after.handed_out(checkout))


def _units() -> list[int]:
    """The units that were chosen: one by its button, or several that were ticked."""
    return [
        *request.form.getlist("unit", type=an_id),
        *request.form.getlist("units", type=an_id),
    ]


@bp.get("/checkouts/<int:id>/return")
@signed_in
def take_back(id: int) -> Response:
    checkout = checkouts.find(actor(), id)
    access.check_may_take_back(actor())
    form = _form(checkout)
    reports = faults.of_loan(actor(), id)
    form.notes.data = "\n".join(each.words for each in reports)
    return page(form.template, form=form)


@bp.post("/checkouts/<int:id>/return")
@photo_uploads.takes_photos
@signed_in
@first(photographed.at_desk)
def return_item(id: int) -> Response:
    with _form(checkouts.find(actor(), id)) as form:
        came = _of_what_came(form.read())
        checkout = handovers.return_item(actor(), id, **came)
        photographed.keep_of_end(id, came.get("outcome"))
    is_whole = not _is_at_desk() and "at" not in request.args
    path = url_for(".show", id=id, came="y") if is_whole else _next(checkout)
    return go(path, words_after.ended(checkout, came))


def _of_what_came(said: Columns) -> Columns:
    """What was typed, without the accessories of units that are still out."""
    ticked, units = said.get("accessories"), said.get("units")
    if ticked and units:
        came = accessories.of_units([int(unit) for unit in units]).values()
        there = {each.id for of_unit in came for each in of_unit}
        said["accessories"] = [id for id in ticked if id in there]
    return said


@bp.post("/checkouts/<int:id>/found")
@signed_in
def found(id: int) -> Response:
    checkout = finding.find(actor(), id)
    word = Said(_("%(item)s is found", item=checkout.item_name), tone="mute")
    return _done(checkout, word)


@bp.post("/checkouts/<int:id>/settle")
@signed_in
def settle(id: int) -> Response:
    word = Said(_("Settled"), undo=url_for(".undo_settle", id=id))
    return _done(settling.settle(actor(), id), word)


@bp.post("/checkouts/<int:id>/undo_settle")
@signed_in
def undo_settle(id: int) -> Response:
    word = Said(_("It is to be settled again"), tone="mute")
    return _done(settling.undo(actor(), id), word)


@bp.post("/checkouts/<int:id>/undo_missed")
@signed_in
def undo_missed(id: int) -> Response:
    word = Said(_("It is promised again"), tone="mute")
    return _done(missed_pickups.undo(actor(), id), word)


def _form(checkout: Checkout) -> ReturnForm:
    """With how many may come, and with what went out along with the unit to tick, if anything belongs to it."""
    form = _return_form(checkout)
    form.title = _(
        "Check in %(item)s from %(name)s",
        item=checkout.item_name,
        name=checkout.student_name,
    )
    form.keep_damaged()
    out = checkout.out or checkout.quantity
    form.quantity.flags.max = out
    form.quantity.description = ngettext(
        "Leave empty for the one that is out",
        "Leave empty for all %(num)s that are still out",
        out,
    )
    form.around = partial(_around, checkout)
    return form


def _around(checkout: Checkout) -> dict[str, object]:
    """Where the form leads back to, whether what is lost takes a second person, and what is said to be broken."""
    reports = faults.of_loan(actor(), checkout.id)
    return {
        "faults": reports,
        "fault_names": people.names(each.by for each in reports) if reports else {},
        "back": url_for(".desk") if _is_at_desk() else url_for(".show", id=checkout.id),
        "back_is_desk": _is_at_desk(),
        "takes_second": endings.would_wait(actor(), checkout),
    }


def _return_form(checkout: Checkout) -> ReturnForm:
    """With the units to tick where there are several, or with the accessories of the only one."""
    tagged = [row for row in checkout.in_hands or checkout.aside if row.unit_id]
    if len(checkout.in_hands) > 1 and tagged:
        return _form_of_units({row.unit_id: row.tag or "" for row in tagged if row.unit_id})
    unit_id = tagged[0].unit_id if tagged and actor().is_staff else None
    if there := accessories.listed(actor(), unit_id) if unit_id else []:
        ticked = [each.id for each in there if not each.is_missing]
        return CheckedReturnForm(
            choices={"accessories": accessories.choices(there)}, accessories=ticked
        )
    return ReturnForm()


def _form_of_units(tags: dict[int, str]) -> UnitsReturnForm:
    """To tick what came back of several, and of their accessories, each with the tag that it belongs to."""
    units = [(str(id), tag) for id, tag in tags.items()]
    ticked = [str(id) for id in tags]
    theirs = accessories.of_units(tags) if actor().is_staff else {}
    there = [each for id, of_unit in theirs.items() for each in of_unit]
    if not there:
        return UnitsReturnForm(choices={"units": units}, units=ticked)
    return CheckedUnitsReturnForm(
        choices={"units": units, "accessories": _named_with_tags(there, tags)},
        units=ticked,
        accessories=[each.id for each in there if not each.is_missing],
    )


def _named_with_tags(
    there: list[accessories.Accessory], tags: dict[int, str]
) -> list[tuple[int, str]]:
    return [
        (id, f"{label} · {tags[each.unit_id]}")
        for each, (id, label) in zip(there, accessories.choices(there), strict=True)
    ]


def _done(checkout: Checkout, word: Said) -> Response:
    """The loan as it is now, and what was just done."""
    path = _next(checkout)
    return changed.answer(checkout, path, word)


def _is_at_desk() -> bool:
    return request.args.get("at") == "desk"


def _next(checkout: Checkout) -> str:
    """Back to the desk, or to the unit's page, if it was done there."""
    if _is_at_desk():
        return url_for(".desk", done=checkout.id)
    if request.args.get("at") == "shelf":
        return url_for(".pick_list", done=checkout.id)
    if request.args.get("at") == "unkept":
        return url_for(".unkept_promises", done=checkout.id)
    unit = request.form.get("units", type=an_id)
    if request.args.get("at") == "unit" and unit:
        return url_for("reports.unit", id=unit)
    return url_for(".show", id=checkout.id)
