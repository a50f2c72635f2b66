"""What people do to stock beside lending, a thing at a time: scan it, say how many, done; then the next."""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from typing import Any, TypedDict, TypeVar, cast

from flask import request, url_for
from werkzeug.wrappers import Response
from wtforms.fields.choices import SelectChoice  # type: ignore[attr-defined]  # its stubs are older

from webapp.core.doors import actor, go_to, page, signed_in
from webapp.core.errors import Refusal
from webapp.core.form_fields import options
from webapp.core.forms import Form
from webapp.core.inputs import an_id
from webapp.core.words import _

from .. import access, locations
from ..forms.acts import AdjustForm, ReceiveForm, ReturnForm, SellForm, WriteOffForm
from ..items import items, suppliers
from ..models import Item, Operation, PendingOperation, Unit
from ..operations import operations, outcomes, pending, reasons, undo
from ..operations.outcomes import Outcome
from ..operations.pending import Waiting
from ..operations.requests import LineRequest
from ..units import scans, units
from ..units.scans import Match, Scan
from .blueprints import acts

Bound = TypeVar("Bound", bound=Form)
Choices = Mapping[str, list[SelectChoice]]  # of a form's selects
NONE: Choices = {}
LINE = (
    "code",
    "location",
    "quantity",
    "state",
    "unit_cost",
    "serials",
    "tagged",
    "batch_number",
)  # what a line says; the rest is the act's


@acts.get("/receive")
@signed_in
def receive() -> Response:
    return _ask(ReceiveForm, _suppliers())


@acts.post("/receive")
@signed_in
def receive_now() -> Response:
    with drawn(ReceiveForm, _suppliers()) as form, one_line():
        typed = form.read()
        serials = map(str.strip, typed["serials"].split("\n"))
        return done(
            ".receive", _act("receive", typed | {"serials": [*filter(None, serials)]})
        )


@acts.get("/sell")
@signed_in
def sell() -> Response:
    return _ask(SellForm)


@acts.post("/sell")
@signed_in
def sell_now() -> Response:
    with drawn(SellForm) as form, one_line():
        return done(".sell", _act("sell", form.read()))


@acts.get("/return")
@signed_in
def give_back() -> Response:
    return _ask(ReturnForm)


@acts.post("/return")
@signed_in
def give_back_now() -> Response:
    with drawn(ReturnForm) as form, one_line():
        typed = form.read()
        return done(".give_back", _act(typed.pop("kind"), typed))


@acts.get("/adjust")
@signed_in
def adjust() -> Response:
    return _ask(AdjustForm, reasons_choice())


@acts.post("/adjust")
@signed_in
def adjust_now() -> Response:
    with drawn(AdjustForm, reasons_choice()) as form, one_line():
        return done(".adjust", _act("adjust", form.read()))


@acts.get("/write-off")
@signed_in
def write_off() -> Response:
    return _ask(WriteOffForm)


@acts.post("/write-off")
@signed_in
def write_off_now() -> Response:
    with drawn(WriteOffForm) as form, one_line():
        return done(".write_off", _act("write_off", form.read()))


@contextmanager
def one_line() -> Iterator[None]:
    """What is wrong with the only line is wrong with the form's own fields."""
    try:
        yield
    except Refusal as refusal:
        fields = {
            name.removeprefix("lines.0."): words for name, words in refusal.fields.items()
        }
        if thing := {"unit", "item"} & fields.keys():
            fields["code"] = fields.pop(thing.pop())
        refusal.fields = fields
        raise


def drawn(kind: type[Bound], choices: Choices = NONE, **start: str) -> Bound:
    """A form with the names of the places to choose from."""
    form = kind(choices=choices, **start)
    form.around = _places
    return form


def _places() -> dict[str, list[str]]:
    known = locations.listed(actor(), limit=1000) if access.may_receive(actor()) else []
    return {"places": [place.name for place in known if place.is_active]}


def reasons_choice(*, optional: bool = False) -> Choices:
    """For the form: the reasons in use, and whether they bring in or take out."""
    known = {
        reason.code: _("%(reason)s (comes in)", reason=reason.label)
        if reason.type == reasons.COMES_IN
        else _("%(reason)s (goes)", reason=reason.label)
        for reason in reasons.listed(actor())
    }
    none = _("None") if optional else _("Choose one")
    return {"reason": [*options({"": none} | known)]}


class Done(TypedDict):
    """What the page before this one did: an operation, or an act that waits for a second person."""

    done: Outcome | None
    undo: str
    waiting: Waiting | None


def what_was_done() -> Done:
    """By the page's address."""
    done, waits = (request.args.get(name, type=an_id) for name in ("done", "waiting"))
    is_undoable = done and undo.refusal(actor(), done) is None
    return {
        "done": outcomes.of_operation(actor(), done) if done else None,
        "undo": url_for("operations.take_back", id=done) if is_undoable else "",
        "waiting": pending.find(actor(), waits) if waits else None,
    }


def _suppliers() -> Choices:
    known = {str(id): name for id, name in suppliers.in_use().items()}
    return {"supplier": [*options({"": _("None")} | known)]}


def _ask(kind: type[Form], choices: Choices = NONE) -> Response:
    """The scan box; and for the thing that is named, the form."""
    access.check_may_receive(actor())
    scan = Scan.of(request.args)
    named = _named(scan)
    hits = (
        items.search(actor(), words=scan.code, limit=12)
        if not named and not scan.is_label and scan.code
        else []
    )
    thing = named.thing
    form = drawn(kind, choices, **_start(thing)) if thing else kind(choices=choices)
    return page(
        "stock/operations/act",
        form=form,
        thing=thing,
        several=named.several,
        scan=scan,
        items=[hit.item for hit in hits],
        **what_was_done(),
    )


def _named(scan: Scan) -> Match:
    """What the address names, by ?item=, ?unit= or ?code=."""
    item, unit = (request.args.get(name, type=an_id) for name in ("item", "unit"))
    if unit:
        return Match(units.find(actor(), unit))
    if item:
        return Match(items.find(actor(), item))
    return scans.match(actor(), scan)


def _start(thing: Unit | Item) -> dict[str, str]:
    if isinstance(thing, Unit):
        return {"code": thing.tag, "location": thing.location}
    return {"code": thing.sku, "location": items.show(actor(), thing.id).location}


def _act(kind: str, typed: dict[str, Any]) -> Operation | PendingOperation:
    line = {name: typed.pop(name) for name in LINE if name in typed}
    return operations.act(actor(), kind, [cast(LineRequest, line)], **typed)


def done(to: str, act: Operation | PendingOperation) -> Response:
    """On to a page that says what was done, or that it waits."""
    waits = isinstance(act, PendingOperation)
    return go_to(to, done=None if waits else act.id, waiting=act.id if waits else None)
