"""Changing one's own request while it waits: its form, sending it, and taking the last change back."""

from functools import partial

from flask import url_for
from werkzeug.wrappers import Response

from webapp.core.doors import actor, go, page, signed_in
from webapp.core.errors import Refusal
from webapp.core.said import Said
from webapp.core.words import _

from .. import access
from ..asking import several
from ..forms import days
from ..forms.requests import LineChangeForm, RequestChangeForm
from ..models import Checkout, RequestSet
from ..requests import changing, requests
from ..requests.changing import Change
from ..requests.whole import Whole
from .blueprint import bp

Together = tuple[RequestSet | None, list[Checkout]]
Forms = dict[int, LineChangeForm]  # by the id of a line, or of the first of a set


@bp.get("/requests/<int:id>/change", endpoint="change_request_form")
@signed_in
def draw_change(id: int) -> Response:
    whole = _to_change(id)
    requests.check_waits(whole)
    return _draw(id, _form_of(whole), _forms_of(whole))


@bp.post("/requests/<int:id>/change")
@signed_in
def change_request(id: int) -> Response:
    """All that was typed, or nothing; a refusal draws it again, each reason at its field or its line."""
    whole = _to_change(id)
    form, forms, together = RequestChangeForm(), _forms_of(whole), _waiting(whole)
    try:
        with several.offering(partial(_at_fields, together)), form:
            said = form.read()
            change = _read(together, forms, said.pop("purpose"))
            changing.change(actor(), id, change, **said)
    except Refusal as no:
        _show_at_fields(together, forms, no)
        no.page = partial(_draw, id, form, forms, no)
        raise
    return go(
        url_for(".request_page", id=id),
        Said(_("The request is changed"), undo=url_for(".undo_change", id=id)),
    )


@bp.post("/requests/<int:id>/undo_change")
@signed_in
def undo_change(id: int) -> Response:
    changing.undo(actor(), id)
    return go(
        url_for(".request_page", id=id),
        Said(_("Taken back: the request is as it was before"), tone="mute"),
    )


def _to_change(id: int) -> Whole:
    """NotFound if it is not theirs to see, NotAllowed if they may only look."""
    whole = requests.find(actor(), id)
    access.check_may_change(actor(), whole.request.student_id)
    return whole


def _draw(
    id: int, form: RequestChangeForm, forms: Forms, no: Refusal | None = None
) -> Response:
    whole = requests.find(actor(), id)
    return page(
        "lending/requests/change",
        no.status if no else 200,
        whole=whole,
        together=_waiting(whole),
        form=form,
        forms=_forms_of(whole) | forms,
        no=no,
    )


def _waiting(whole: Whole) -> list[Together]:
    """What can still be changed: single lines, and sets of which no part is answered."""
    return [
        (asked, [line for line in lines if line.is_waiting])
        for asked, lines in whole.together
        if any(line.is_waiting for line in lines)
    ]


def _form_of(whole: Whole) -> RequestChangeForm:
    return RequestChangeForm(version=whole.request.version, purpose=whole.request.purpose)


def _forms_of(whole: Whole) -> Forms:
    firsts = (lines[0] for _set, lines in _waiting(whole))
    return {
        line.id: days.offered(actor(), LineChangeForm.of(line), line.starts_on)
        for line in firsts
    }


def _read(together: list[Together], forms: Forms, purpose: str) -> Change:
    """What was typed. Invalid, at the line's field, for what makes no sense."""
    lines, cancelled = {}, []
    for _set, parts in together:
        id = parts[0].id
        with requests.naming(parts[0]), forms[id]:
            said = forms[id].said()
        if said.is_cancelled:
            cancelled += [part.id for part in parts]
        else:
            lines[id] = said.change
    return Change(lines, cancelled, purpose)


def _at_fields(together: list[Together], id: int, change: several.Change) -> several.Change:
    """What would do for a line, as the page sends it: at the fields of the line, or of its set."""
    first_id = _form_ids(together)[id]
    return {f"{first_id}-{name}": value for name, value in change.items()}


def _form_ids(together: list[Together]) -> dict[int, int]:
    """By the id of each line, that of its form."""
    return {part.id: parts[0].id for _set, parts in together for part in parts}


def _show_at_fields(together: list[Together], forms: Forms, no: Refusal) -> None:
    """Each of a refusal's sentences at the field it is about: "12.due_date" is of line 12, or of its set."""
    form_ids = _form_ids(together)
    for name, words in list(no.fields.items()):
        line, _dot, field_name = name.partition(".")
        if field_name:
            field = forms[form_ids[int(line)]][field_name]
            field.errors = [words]
            del no.fields[name]
            no.fields[field.id] = words
