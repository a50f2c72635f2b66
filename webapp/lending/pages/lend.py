"""Lending at the desk what nobody asked for: a unit that was scanned, to whoever stands there."""

from flask import url_for
from werkzeug.wrappers import Response

from webapp.core.doors import actor, go, page, signed_in
from webapp.people import naming
from webapp.school import calendar
from webapp.stock.items import items
from webapp.stock.units import accessories, units

from ..asking import walk_ins
from ..availability import looked_after
from ..days import due_days
from ..forms.checkouts import CheckedLendForm, LendForm
from ..loans import checkouts
from ..waits import needed
from . import words_after
from .blueprint import bp


@bp.get("/desk/lend/<int:id>")
@signed_in
def lend_form(id: int) -> Response:
    unit = units.find(actor(), id)
    item = items.show(actor(), unit.item_id).item
    form = _form(id)
    longest = item.max_checkout_days
    form.due_date.data = due_days.latest(calendar.today(), longest).day
    waiting = needed.by_others([item.id]).get(item.id, ())
    awaited = needed.in_words([wait.student_name for wait in waiting])
    return page(
        "lending/lend",
        form=form,
        unit=unit,
        item=item,
        awaited=awaited,
        kept=checkouts.kept_for(actor(), item.id),
        looked_after=looked_after.of_unit(item, id),
    )


@bp.post("/desk/lend/<int:id>")
@signed_in
def lend(id: int) -> Response:
    unit = units.find(actor(), id)
    with _form(id) as form:
        said = form.read()
        student = naming.named(actor(), said.pop("student"))
        checkout = walk_ins.lend(
            actor(), item=unit.item_id, unit=unit.id, student=student.id, **said
        )
    word = words_after.handed_out(checkout)
    return go(url_for(".desk", done=checkout.id), word)


def _form(unit: int) -> LendForm:
    """With the unit's accessories to tick, if it has any."""
    if there := accessories.listed(actor(), unit):
        ticked = [each.id for each in there if not each.is_missing]
        return CheckedLendForm(
            choices={"accessories": accessories.choices(there)}, accessories=ticked
        )
    return LendForm()
