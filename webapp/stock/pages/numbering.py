"""How new items are numbered: the sequences, each with what it would make next."""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from typing import Any, TypedDict

from flask import request, url_for
from werkzeug.wrappers import Response

from webapp.core import paging
from webapp.core.doors import actor, done, go_to, page, signed_in
from webapp.core.errors import Invalid, Refusal, Stale
from webapp.core.forms import Form, read_query
from webapp.core.inputs import an_id
from webapp.core.said import Said
from webapp.core.words import _

from .. import access
from ..forms.skus import sequence_edit_form, sequence_form
from ..schemas.skus import SequenceInput, SequencePreview
from ..skus import sequences
from ..skus.sequences import Counter
from ..skus.skus import USUAL
from .blueprints import skus

PAGE = 24


@skus.get("")
@signed_in
def listed() -> Response:
    after = paging.id_in(request.args.get("after")) or 0
    counters = sequences.listed(actor(), after=after, limit=PAGE + 1)
    part = paging.cut(counters, PAGE, lambda counter: (counter.sequence.id,))
    older = part.after and url_for(".listed", after=part.after)
    return page("stock/skus/skus", sequences=part.rows, older=older)


@skus.get("/new")
@signed_in
def new() -> Response:
    access.check_may_describe(actor())
    start = {"template": USUAL} | _typed()
    return _drawn(sequence_form(start), start)


@skus.post("/new")
@signed_in
def add() -> Response:
    with _again(sequence_form()) as form:
        sequences.add(actor(), **form.read())
    return go_to(".listed", Said(_("Added")))


@skus.get("/<int:id>/edit")
@signed_in
def edit(id: int) -> Response:
    counter = sequences.find(actor(), id)
    access.check_may_describe(actor())
    names = ("version", *sequences.FIELDS)
    start = {name: getattr(counter.sequence, name) for name in names} | _typed()
    return _drawn(sequence_edit_form(start), start, counter)


@skus.post("/<int:id>/edit")
@signed_in
def describe(id: int) -> Response:
    with _again(sequence_edit_form(), sequences.find(actor(), id)) as form:
        sequences.describe(actor(), id, **form.read())
    return go_to(".listed", Said(_("Saved")))


@skus.get("/preview")
@signed_in
def preview() -> Response:
    to = url_for(".new", **_written(request.args))
    return done("stock/skus/_next.html", to, **_next(request.args))


@skus.post("/preview")
@signed_in
def show_preview() -> Response:
    """Where no script asks for it: the form again, with the SKUs it would make."""
    typed = _written(request.form)
    if id := request.form.get("id", type=an_id):
        return go_to(".edit", id=id, **{"is_active": "n"} | typed)
    return go_to(".new", **typed)


class _Next(TypedDict):
    """The next SKUs, or why there are none."""

    next: list[str]
    why: str


def _written(values: Mapping[str, str]) -> dict[str, Any]:
    """What was typed, without what an address or a form holds besides."""
    names = (*SequenceInput.model_fields, "is_active")
    return {name: values[name] for name in names if name in values}


def _typed() -> dict[str, str | bool]:
    typed: dict[str, str | bool] = {**_written(request.args)}
    if "is_active" in typed:
        typed["is_active"] = typed["is_active"] == "y"
    return typed


@contextmanager
def _again(form: Form, counter: Counter | None = None) -> Iterator[Form]:
    """A refusal draws the form again, with what the sequence would make."""
    try:
        with form:
            yield form
    except (Invalid, Stale) as error:
        refusal = error
        refusal.page = lambda: _drawn(form, form.data, counter, refusal)
        raise
    except Refusal as error:
        error.form = None  # they may not see it
        raise


def _drawn(
    form: Form,
    values: Mapping[str, str | int | bool | None],
    counter: Counter | None = None,
    refusal: Refusal | None = None,
) -> Response:
    all_values = dict(values)
    if counter:
        all_values["category"] = counter.sequence.category
        all_values["brand"] = counter.sequence.brand_id
        all_values["next_number"] = counter.sequence.next_number
    return page(
        "stock/skus/sku",
        refusal.status if refusal else 200,
        form=form,
        it=counter,
        no=refusal,
        **_next(all_values),
    )


def _next(values: Mapping[str, str | int | bool | None]) -> _Next:
    """For a typed template that cannot be, its reason."""
    known = {
        name: str(values[name]) for name in SequencePreview.model_fields if values.get(name)
    }
    if "template" not in known:
        return {"next": [], "why": ""}
    try:
        preview = dict(read_query(SequencePreview, known))
        return {"next": sequences.preview(actor(), **preview), "why": ""}
    except Invalid as refusal:
        problem = refusal.fields.get("template") or "; ".join(
            map(str, refusal.fields.values())
        )
        return {"next": [], "why": problem}
