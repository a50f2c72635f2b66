"""Many lines at once: pasted, scanned or from a file; first a preview, then all of it or nothing."""

import json
from pathlib import Path
from typing import Any

from flask import current_app, request
from werkzeug.wrappers import Response

from webapp.core.doors import actor, go_to, page, signed_in
from webapp.core.words import lazy

from .. import access
from ..forms import pasted_lines
from ..forms.acts import KINDS, BulkForm
from ..imports import spreadsheets, uploads
from ..operations import operations
from ..operations.requests import About, LineRequest
from .blueprints import acts
from .handling import done, drawn, reasons_choice, what_was_done

GONE = lazy("This preview is no longer here; enter the lines again")


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
    """What it would do is kept for a day under an address of its own, so that Back and reload send nothing."""
    with drawn(BulkForm, reasons_choice(optional=True)) as form:
        file = request.files.get("file")
        if file and file.filename:
            form.lines.data = spreadsheets.as_text(file.read())
            form.lines.raw_data = [form.lines.data]
        typed = form.read()
        kind, lines, about = _parts(typed)
        trial = operations.try_out(actor(), kind, lines, **about)
    kept = json.dumps({"typed": typed, "trial": trial.as_dict()}).encode()
    token = uploads.keep(_folder(), actor(), "preview.json", kept)
    return go_to(".show_bulk_preview", token=token)


@acts.get("/bulk/preview/<token>")
@signed_in
def show_bulk_preview(token: str) -> Response:
    """As it was then; carrying it out looks again, and does it once, however often the preview is opened."""
    access.check_may_receive(actor())
    _name, kept = uploads.find(_folder(), actor(), token, gone=GONE)
    before = json.loads(kept)
    typed, trial = before["typed"], operations.Trial.from_dict(before["trial"])
    title = KINDS[typed["kind"]]
    shown = {"typed": typed, "trial": trial, "title": title}
    return page("stock/operations/trial", **shown, key=f"preview-{token}")


@acts.post("/bulk")
@signed_in
def carry_out_bulk() -> Response:
    with drawn(BulkForm, reasons_choice(optional=True)) as form:
        kind, lines, about = _parts(form.read())
        return done(".bulk", operations.act(actor(), kind, lines, **about))


def _folder() -> Path:
    return Path(current_app.config["DATA_DIR"]) / "previews"


def _parts(typed: dict[str, Any]) -> tuple[str, list[LineRequest], About]:
    """As the verb takes them: a line without a location is at the one that is named for all."""
    lines = pasted_lines.read(typed["lines"])
    for line in lines:
        line["location"] = line["location"] or typed["location"]
    about = About(
        reason=typed["reason"], reference=typed["reference"], notes=typed["notes"]
    )
    return typed["kind"], lines, about
