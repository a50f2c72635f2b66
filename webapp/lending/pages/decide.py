"""Answering requests for items: the queue, and the pages of one request."""

from collections.abc import Sequence
from typing import Any

from flask import request, url_for
from werkzeug.wrappers import Response

from webapp.core.actor import Actor
from webapp.core.answering_pages import Answerer, AnsweringPages
from webapp.core.doors import page, wants_part
from webapp.core.errors import Refusal
from webapp.core.forms import read_query
from webapp.core.inputs import Seen, an_id
from webapp.core.words import _
from webapp.people import links, people

from .. import access
from ..asking import similar
from ..decisions import as_decided, decisions
from ..forms.checkouts import (
    ApproveForm,
    ApproveUnitForm,
    ApproveUnitsForm,
    DeclineForm,
    DeclineLoanForm,
    NoteForm,
)
from ..loans import checkouts, events
from ..models import Checkout
from ..models.checkouts import Columns
from ..requests import request_facts
from ..units import choices
from .blueprint import bp

ItemChoice = tuple[int | str, str]


class CheckoutPages(AnsweringPages):
    buttons = ("approve", "approve_and_hand_out", "undo")
    forms = ("reject", "change")
    form_endpoints = ("answer_form", "answer")
    outcome_after_form = False

    def read_link(self, token: str) -> tuple[Actor, int]:
        return links.read("decision", token)

    def address(self, id: int) -> str:
        return url_for(".show", id=id)

    def press(self, answerer: Answerer, verb: str) -> None:
        who, id, _ = answerer
        if verb == "undo":
            decisions.undo(who, id)
            return
        version = read_query(Seen).version
        note = NoteForm().read()["notes"]
        if verb == "approve":
            decisions.approve(who, id, version=version, notes=note)
        else:
            names = ("unit", "units")  # by its button, or ticked
            units = [id for name in names for id in request.form.getlist(name, type=an_id)]
            decisions.approve(
                who, id, hand_out=True, version=version, units=units, notes=note
            )

    def named(self, answerer: Answerer) -> str:
        loan = checkouts.find(answerer.who, answerer.id)
        about = {"item": loan.item_name, "name": loan.student_name}
        return _("%(item)s for %(name)s", **about)

    def draw_form(self, answerer: Answerer, verb: str) -> Response:
        checkout = checkouts.find(answerer.who, answerer.id)
        form = _form_on_its_page(answerer.who, checkout, verb)
        if isinstance(form, ApproveForm):
            form.granted.data = checkout.asked_quantity
            form.checkout_date.data = checkout.starts_on
            form.due_date.data = checkout.due_on
        return page(form.template, form=form)

    def send_form(self, answerer: Answerer, verb: str) -> None:
        who, id, _ = answerer
        answer = decisions.approve if verb == "change" else decisions.reject
        with _form_on_its_page(who, checkouts.find(who, id), verb) as form:
            answer(who, id, **_said(form))

    def card(
        self, answerer: Answerer, *, status: int = 200, no: Refusal | None = None
    ) -> Response:
        who, id, base = answerer
        checkout = checkouts.find(who, id)
        decider = people.contact(checkout.decided_by) if checkout.decided_by else None
        return page(
            "lending/request" if wants_part() else "lending/decision",
            status,
            checkout=checkout,
            judgement=request_facts.of([checkout])[id],
            base=base,
            who=who,
            is_part=wants_part(),
            decider=decider,
            said=events.words_with_answers([checkout] if decider else []).get(id, ""),
            undo=as_decided.undoable(who, [checkout]).get(id),
            no=no,
            typed=request.form.get("notes", ""),
        )


def _said(form: ApproveForm | DeclineForm) -> Columns:
    """What was typed; units count only if it is handed out now, as their label says."""
    said: Columns = form.read()
    if not said.get("hand_out"):
        said = {name: said[name] for name in said.keys() - {"unit", "units"}}
    return said


def _form_on_its_page(
    who: Actor, checkout: Checkout, verb: str
) -> ApproveForm | DeclineForm:
    """With what its page says around it, and the way out of it, which are there again when the form is refused: by
    then the loan is as it was, and is read anew.
    """
    form, id = _form(who, checkout, verb), checkout.id
    form.around = lambda: {"checkout": checkouts.find(who, id)}
    return form


def _form(who: Actor, checkout: Checkout, verb: str) -> ApproveForm | DeclineForm:
    """The form of a verb; with the units to choose from, where one has to be named to leave at once."""
    access.check_may_approve(who)
    if verb == "reject":
        return DeclineLoanForm(version=checkout.version)
    offered: dict[str, list[Any]] = {"item": items_to_give(who, [checkout])[checkout.id]}
    if not checkout.needs_tag:
        return ApproveForm(choices=offered, version=checkout.version)
    return _form_with_units(checkout, offered)


def _form_with_units(checkout: Checkout, offered: dict[str, list[Any]]) -> ApproveForm:
    """With the units that could leave: one to choose, or several to tick."""
    units = choices.for_loan(checkout)
    if checkout.quantity == 1:
        offered["unit"] = [(unit.id, unit.tag) for unit in units]
        return ApproveUnitForm(choices=offered, version=checkout.version)
    offered["units"] = [(str(unit.id), unit.tag) for unit in units]
    ticked = choices.first_ids(units, checkout.units_to_name)
    return ApproveUnitsForm(
        choices=offered, units=[str(id) for id in ticked], version=checkout.version
    )


def items_to_give(who: Actor, loans: Sequence[Checkout]) -> dict[int, list[ItemChoice]]:
    """What can be approved for each: the item itself, or one like it of which some are free."""
    others = similar.to_give(who, loans)
    return {
        loan.id: [
            ("", _("%(item)s, as asked for", item=loan.item_name)),
            *(
                (item.id, _("%(item)s (%(number)s free)", item=item.name, number=free))
                for item, free in others[loan.id]
            ),
        ]
        for loan in loans
    }


CheckoutPages(bp, "/checkouts/<int:id>", "/r/<token>")
