"""What is done with a transfer on its page: packed, sent, received by scanning, lost, cancelled or sent back."""

from functools import partial

from flask import request
from werkzeug.wrappers import Response
from wtforms.fields.choices import SelectChoice  # type: ignore[attr-defined]  # its stubs are older

from webapp.core.doors import actor, go_to, page, signed_in
from webapp.core.errors import Refusal
from webapp.core.forms import Form
from webapp.core.inputs import an_id
from webapp.core.said import Said
from webapp.core.words import _

from ..forms.transfers import ArrivedForm, ArriveForm, LoseForm, PackForm, RejectForm
from ..transfers import transfers as noun
from ..transfers import transit, turning_back
from ..transfers.journey import Journey
from ..transfers.parts import Part
from . import undo_of
from .blueprints import transfers
from .moving import shown


class _OnItsPage:
    """A refusal inside is shown on the transfer's own page, with what was typed."""

    def __init__(self, id: int, form: Form | None = None) -> None:
        self.id, self.form = id, form

    def __enter__(self) -> None:
        pass

    def __exit__(self, _kind: object, error: BaseException | None, _trace: object) -> None:
        if isinstance(error, Refusal) and error.status in (409, 422):
            error.page = partial(shown, self.id, error, self.form)


@transfers.post("/<int:id>/add")
@signed_in
def add(id: int) -> Response:
    form = PackForm()
    with _OnItsPage(id, form), form:
        name = noun.scan(actor(), id, **form.read())
    return go_to(".show", id=id, said=_("%(name)s added", name=name))


@transfers.post("/<int:id>/receive")
@signed_in
def receive(id: int) -> Response:
    form = ArriveForm()
    with _OnItsPage(id, form), form:
        name = transit.scan(actor(), id, **form.read())
    return go_to(".show", id=id, said=_("%(name)s has arrived", name=name))


@transfers.post("/<int:id>/remove")
@signed_in
def remove(id: int) -> Response:
    with _OnItsPage(id):
        noun.remove(actor(), id, request.form.get("line", type=an_id) or 0)
    return go_to(".show", Said(_("Taken out of the transfer")), id=id)


@transfers.post("/<int:id>/send")
@signed_in
def send(id: int) -> Response:
    with _OnItsPage(id):
        transit.send(actor(), id, at_once=request.form.get("at_once") == "y")
    return _moved(id, _("On its way"))


@transfers.post("/<int:id>/arrived")
@signed_in
def arrived(id: int) -> Response:
    with _OnItsPage(id):
        parts = [Part(**ArrivedForm().read())] if "line" in request.form else None
        transit.receive(actor(), id, parts=parts)
    return _moved(id, _("All has arrived"))


@transfers.post("/<int:id>/cancel")
@signed_in
def cancel(id: int) -> Response:
    with _OnItsPage(id):
        turning_back.cancel(actor(), id)
    return _moved(id, _("The transfer is cancelled"))


@transfers.get("/<int:id>/lose")
@signed_in
def ask_lost(id: int) -> Response:
    transfer = noun.find(actor(), id)
    form = _lose_form(transfer)
    if line := request.args.get("line", type=an_id):
        form["line"].data = str(line)
    return page("stock/transfers/transfer_form", form=form, transfer=transfer)


@transfers.post("/<int:id>/lose")
@signed_in
def lose(id: int) -> Response:
    with _lose_form(noun.find(actor(), id)) as form:
        typed = form.read()
        part = Part(typed.pop("line"), typed.pop("quantity"))
        transit.lose(actor(), id, parts=[part], **typed)
    return _moved(id, _("Written down as lost on the way"))


@transfers.get("/<int:id>/reject")
@signed_in
def ask_why(id: int) -> Response:
    return page(
        "stock/transfers/transfer_form", form=RejectForm(), transfer=noun.find(actor(), id)
    )


@transfers.post("/<int:id>/reject")
@signed_in
def reject(id: int) -> Response:
    with RejectForm() as form:
        turning_back.reject(actor(), id, **form.read())
    return _moved(id, _("Rejected: it goes back"))


def _moved(id: int, words: str) -> Response:
    """The transfer, with what is so now, and Undo."""
    return go_to(".show", Said(words, undo=undo_of.last("transfer_id", id)), id=id)


def _lose_form(transfer: Journey) -> LoseForm:
    """Of what is still on its way."""
    on_way = [line for line in transfer.cargo if line.counts.under_way]
    named = [
        (line.id, f"{line.tag}, {line.item_name}" if line.tag else line.item_name)
        for line in on_way
    ]
    return LoseForm(choices={"line": [SelectChoice(str(id), name) for id, name in named]})
