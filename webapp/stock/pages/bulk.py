"""Many lines at once: pasted, scanned or from a file; first a preview, then all of it or nothing."""

from typing import Any

from flask import request
from werkzeug.wrappers import Response

from webapp.core.doors import actor, page, signed_in

from .. import access
from ..forms import pasted_lines
from ..forms.acts import KINDS, BulkForm
from ..imports import spreadsheets
from ..operations import operations
from ..operations.requests import About, LineRequest
from .blueprints import acts
from .handling import done, drawn, reasons_choice, what_was_done


@acts.get("/bulk")
@signed_in
def bulk() -> Response:
    access.check_may_receive(actor())
    return page(
        "stock/operations/bulk",
        form=drawn(BulkForm, reasons_choice(optional=True)),
        **what_was_done(),
    )


@acts.post("/bulk/preview")
@signed_in
def preview_bulk() -> Response:
    """Nothing is kept between the two steps: what was pasted goes along in the form."""
    with drawn(BulkForm, reasons_choice(optional=True)) as form:
        file = request.files.get("file")
        if file and file.filename:
            form.lines.data, _, _ = spreadsheets.decoded(file.read())
            form.lines.raw_data = [form.lines.data]
        typed = form.read()
        kind, lines, about = _parts(typed)
        trial = operations.try_out(actor(), kind, lines, **about)
        return page("stock/operations/trial", typed=typed, trial=trial, title=KINDS[kind])


@acts.post("/bulk")
@signed_in
def carry_out_bulk() -> Response:
    with drawn(BulkForm, reasons_choice(optional=True)) as form:
        kind, lines, about = _parts(form.read())
        return done(".bulk", operations.act(actor(), kind, lines, **about))


def _parts(typed: dict[str, Any]) -> tuple[str, list[LineRequest], About]:
    """As the verb takes them: a line without a location is at the one that is named for all."""
    lines = pasted_lines.read(typed["lines"])
    for line in lines:
        line["location"] = line["location"] or typed["location"]
    about = About(
        reason=typed["reason"], reference=typed["reference"], notes=typed["notes"]
    )
    return typed["kind"], lines, about
