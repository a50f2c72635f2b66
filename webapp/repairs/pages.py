"""Repairs and planned maintenance in a browser."""

from collections.abc import Callable
from typing import Any

from flask import Blueprint, request, url_for
from werkzeug.wrappers import Response

from webapp.core import downloads, leading_back, paging
from webapp.core.doors import actor, go, go_to, page, signed_in
from webapp.core.forms import Form
from webapp.core.inputs import an_id
from webapp.core.said import Said
from webapp.core.words import _
from webapp.people import people
from webapp.pictures import pictures
from webapp.school import calendar
from webapp.stock import access as stock
from webapp.stock import pictograms
from webapp.stock.items import items, suppliers
from webapp.stock.operations import last_done
from webapp.stock.units import maintenance, scans, units, untagged
from webapp.stock.units.scans import Scan
from webapp.stock.units.units import Unit

from . import access, departures, details, exports, gone, mending, opening, repairs
from .api import AHEAD, due_after, due_key
from .forms import (
    BENCH,
    DAMAGE_TYPES,
    SEVERITIES,
    ApproveForm,
    AssessForm,
    CancelForm,
    FinishForm,
    FinishSeveralForm,
    GiveUpForm,
    GoneForm,
    PiecesForm,
    PlanForm,
    RepairEditForm,
    ReportForm,
    SendForm,
    StartForm,
)
from .models import Repair
from .repairs import STAGES
from .schemas.repairs import RepairFilter
from .step_words import BUTTONS, TAKEN

bp = Blueprint("repairs", __name__, url_prefix="/repairs")
PAGE = 24
STEPS: dict[str, tuple[type[Form], Callable[..., Repair]]] = {
    "assess": (AssessForm, mending.assess),
    "approve": (ApproveForm, mending.approve),
    "send": (SendForm, mending.send),
    "finish": (FinishForm, mending.finish),
    "give_up": (GiveUpForm, mending.give_up),
    "cancel": (CancelForm, mending.cancel),
    "gone": (GoneForm, gone.close),
}
ONE_OF_STEPS = f"<any({', '.join(STEPS)}):step>"


@bp.context_processor
def _words() -> dict[str, Any]:
    return {
        "stock": stock,
        "family": pictograms.drawing,
        "repair_steps": BUTTONS,
        "damage_types": DAMAGE_TYPES,
        "severities": SEVERITIES,
    }


@bp.get("")
@signed_in
def index() -> Response:
    stage = request.args.get("stage", "assess")
    before = paging.id_in(request.args.get("after"))
    known = stage if stage in STAGES else "assess"
    rows = repairs.listed(actor(), stage=known, before=before, limit=PAGE + 1)
    part = paging.cut(rows, PAGE, paging.by_id)
    return page(
        "repairs/repairs",
        repairs=part.rows,
        older=part.after and url_for(".index", stage=known, after=part.after),
        chosen=known,
        stages=STAGES,
    )


downloads.on_page(bp, "", "repairs", exports.all_repairs, RepairFilter)


@bp.get("/new")
@signed_in
def new() -> Response:
    """By unit, by item, or by what was scanned."""
    access.check_may_open(actor())
    scan = Scan.of(request.args)
    named = scans.match(actor(), scan)
    if thing := named.thing:
        kind = "unit" if isinstance(thing, Unit) else "item"
        return go(f"{url_for('.new')}?{kind}={thing.id}")
    form, about = _report()
    return page("repairs/new", form=form, scan=scan, several=named.several, **about)


@bp.post("/new")
@signed_in
def report() -> Response:
    access.check_may_open(actor())
    form, about = _report()
    if form is None:
        return go_to(
            ".new", Said(_("Reported: it has left the shelf, and is to be assessed"))
        )
    with form:
        repair = opening.open(
            actor(), **{name: thing.id for name, thing in about.items()}, **form.read()
        )
    words = _("Reported: it has left the shelf, and is to be assessed")
    return go_to(".show", Said(words, undo=_undo_of(repair.id)), id=repair.id)


@bp.get("/<int:id>")
@signed_in
def show(id: int) -> Response:
    repair, moved = repairs.find(actor(), id), repairs.history(actor(), id)
    names = people.names([repair.opened_by, *(each.actor_id for each in moved)])
    missing = departures.count_missing(repair)
    return page(
        "repairs/repair",
        repair=repair,
        moved=moved,
        names=names,
        missing=missing,
        steps=access.next_steps(actor(), repair, missing=missing),
        photos=pictures.listed(actor(), "repair", id),
    )


@bp.get("/<int:id>/edit")
@signed_in
def edit(id: int) -> Response:
    repair = repairs.find(actor(), id)
    return page(
        "layout/form",
        form=_with_vendors(RepairEditForm, repair, **details.described(repair)),
    )


@bp.post("/<int:id>/edit")
@signed_in
def describe(id: int) -> Response:
    with _with_vendors(RepairEditForm, repairs.find(actor(), id)) as form:
        details.describe(actor(), id, **form.read())
    return go_to(".show", Said(_("Saved")), id=id)


@bp.get(f"/<int:id>/{ONE_OF_STEPS}")
@signed_in
def step_form(id: int, step: str) -> Response:
    repair = repairs.find(actor(), id)
    access.check_may(actor(), step)
    return page("repairs/step", repair=repair, form=_step(id, step))


@bp.post(f"/<int:id>/{ONE_OF_STEPS}")
@signed_in
def take_step(id: int, step: str) -> Response:
    with _step(id, step) as form:
        repair = STEPS[step][1](actor(), id, **form.read())
    which = " ".join(filter(None, (repair.item_name, repair.tag)))
    return leading_back.after(
        ".show",
        id,
        _(TAKEN[step]),
        name=which,
        link_words=_("The repair"),
        undo="" if step == "gone" else _undo_of(id),
    )


def _undo_of(id: int) -> str:
    """Where the last step of a repair is taken back; empty where that cannot be any more."""
    operation = last_done.undoable(actor(), "repair_id", id)
    return url_for("operations.take_back", id=operation) if operation else ""


@bp.get("/maintenance")
@signed_in
def due() -> Response:
    until, after = (
        calendar.after(calendar.today(), AHEAD),
        due_after(request.args.get("after")),
    )
    rows = maintenance.due(actor(), until=until, after=after, limit=PAGE + 1)
    part = paging.cut(rows, PAGE, due_key)
    more = part.after and url_for(".due", after=part.after)
    return page("repairs/maintenance", units=part.rows, more=more, days=AHEAD)


@bp.get("/maintenance/<int:unit>/start")
@signed_in
def start_form(unit: int) -> Response:
    return page(
        "repairs/planned", unit=units.find(actor(), unit), form=_with_vendors(StartForm)
    )


@bp.post("/maintenance/<int:unit>/start")
@signed_in
def start(unit: int) -> Response:
    with _with_vendors(StartForm) as form:
        repair = opening.start_maintenance(actor(), unit, **form.read())
    word = Said(_("It has left the shelf to be looked after"), undo=_undo_of(repair.id))
    return go_to(".show", word, id=repair.id)


@bp.get("/maintenance/<int:unit>/plan")
@signed_in
def plan_form(unit: int) -> Response:
    seen = units.find(actor(), unit)
    stock.check_may_describe(actor())
    return page("repairs/planned", unit=seen, form=PlanForm(obj=seen))


@bp.post("/maintenance/<int:unit>/plan")
@signed_in
def plan(unit: int) -> Response:
    with PlanForm() as form:
        maintenance.plan(actor(), unit, **form.read())
    return go_to("reports.unit", Said(_("The maintenance is planned")), id=unit)


def _report() -> tuple[ReportForm | PiecesForm | None, dict[str, Any]]:
    """The form for what the address names, and the thing itself; neither, if it names nothing."""
    if id := request.args.get("unit", type=an_id):
        return ReportForm(), {"unit": units.find(actor(), id)}
    if id := request.args.get("item", type=an_id):
        places = [
            (
                str(at),
                _(
                    "%(place)s: %(here)s on the shelf, %(hurt)s damaged",
                    place=name,
                    here=here,
                    hurt=hurt,
                ),
            )
            for at, name, here, hurt in untagged.places(id)
        ]
        return PiecesForm(choices={"location": places}), {"item": items.find(actor(), id)}
    return None, {}


def _step(id: int, step: str) -> Form:
    """A step's form, as this repair needs it."""
    kind, repair = STEPS[step][0], repairs.find(actor(), id)
    if step == "send":
        return _with_vendors(
            SendForm, repair, vendor=repair.supplier_id, expected_on=repair.expected_on
        )
    if step == "finish" and repair.quantity > 1:
        return FinishSeveralForm()
    if step == "approve":
        return ApproveForm(estimate=repairs.shown(repair.estimate_minor))
    return kind()


def _with_vendors(kind: type[Form], repair: Repair | None = None, **start: Any) -> Form:
    """Those the school works with, and whoever mends it already."""
    known = suppliers.in_use()
    if repair and repair.supplier_id:
        known.setdefault(repair.supplier_id, repair.vendor_name or "")
    choices = [("", BENCH), *((str(id), name) for id, name in known.items())]
    return kind(choices={"vendor": choices}, **start)
