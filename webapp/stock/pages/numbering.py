"""How new items are numbered: the sequences, each with what it would make next."""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from typing import Any

from flask import request, url_for
from werkzeug.wrappers import Response

from webapp.core import paging
from webapp.core.doors import actor, done, go, page, signed_in
from webapp.core.errors import Invalid, Refusal, Stale
from webapp.core.forms import Form, asked
from webapp.core.inputs import an_id

from .. import access
from ..forms.skus import sequence_edit_form, sequence_form
from ..schemas.skus import SequenceInput, SequencePreview
from ..skus import sequences
from .blueprints import skus

PAGE = 24


@skus.get("")
@signed_in
def listed() -> Response:
    (after,) = paging.place(request.args.get("after"), int) or (0,)
    found = sequences.listed(actor(), after=after, limit=PAGE + 1)
    last = found[PAGE - 1] if len(found) > PAGE else None
    older = last and url_for(".listed", after=paging.cursor(last.id))
    return page("stock/skus/skus", sequences=found[:PAGE], older=older)


@skus.get("/new")
@signed_in
def new() -> Response:
    access.check_may_describe(actor())
    start = {"template": "{category}-{seq:5}"} | _typed()
    return _drawn(sequence_form(start), start)


@skus.post("/new")
@signed_in
def add() -> Response:
    with _again(sequence_form()) as form:
        sequences.add(actor(), **form.read())
    return go(url_for(".listed"))


@skus.get("/<int:id>/edit")
@signed_in
def edit(id: int) -> Response:
    it = sequences.find(actor(), id)
    access.check_may_describe(actor())
    told = {name: getattr(it, name) for name in ("version", *sequences.FIELDS)} | _typed()
    return _drawn(sequence_edit_form(told), told, it)


@skus.post("/<int:id>/edit")
@signed_in
def describe(id: int) -> Response:
    with _again(sequence_edit_form(), sequences.find(actor(), id)) as form:
        sequences.describe(actor(), id, **form.read())
    return go(url_for(".listed"))


@skus.get("/preview")
@signed_in
def preview() -> Response:
    return done(
        "stock/skus/_next.html",
        url_for(".new", **_said(request.args)),
        **_next(request.args),
    )


@skus.post("/preview")
@signed_in
def show_preview() -> Response:
    """Where no script asks for it: the form again, with the SKUs it would make."""
    typed = _said(request.form)
    if id := request.form.get("id", type=an_id):
        return go(url_for(".edit", id=id, **({"is_active": "n"} | typed)))
    return go(url_for(".new", **typed))


def _said(by: Mapping[str, str]) -> dict[str, Any]:
    """What was typed, without what an address or a form holds besides."""
    return {
        name: by[name] for name in (*SequenceInput.model_fields, "is_active") if name in by
    }


def _typed() -> dict[str, Any]:
    said = _said(request.args)
    return said | ({"is_active": said["is_active"] == "y"} if "is_active" in said else {})


@contextmanager
def _again(form: Form, it: Any = None) -> Iterator[Form]:
    """A refusal draws the form again, with what the sequence would make."""
    try:
        with form:
            yield form
    except (Invalid, Stale) as refused:
        no = refused
        no.page = lambda: _drawn(form, form.data, it, no)
        raise
    except Refusal as refused:
        refused.form = None  # they may not see it
        raise


def _drawn(form: Form, said: Any, it: Any = None, no: Refusal | None = None) -> Response:
    scope = (
        {name: getattr(it, name) for name in ("category", "brand", "next_number")}
        if it
        else {}
    )
    status = no.status if no else 200
    return page(
        "stock/skus/sku", status, form=form, it=it, no=no, **_next(dict(said) | scope)
    )


def _next(said: Any) -> dict[str, Any]:
    """The next SKUs, or why there are none; for a typed template that cannot be, its reason."""
    known = {
        name: str(said[name]) for name in SequencePreview.model_fields if said.get(name)
    }
    if "template" not in known:
        return {"next": [], "why": ""}
    try:
        return {
            "next": sequences.preview(actor(), **dict(asked(SequencePreview, known))),
            "why": "",
        }
    except Invalid as wrong:
        return {
            "next": [],
            "why": wrong.fields.get("template") or "; ".join(wrong.fields.values()),
        }
