"""The demo's mailbox: every letter, as its reader would see it."""

from flask import Blueprint, request
from sqlalchemy import select
from werkzeug.wrappers import Response

from webapp.core import mail_frames
from webapp.core.db import db
from webapp.core.doors import page, public
from webapp.core.errors import NotFound
from webapp.core.inputs import an_id
from webapp.core.outbox import Letter

SHOWN = 50
PASSWORD = "play-it-again-42"
SIGN_INS = ("admin", "desk", "teacher", "teacher2", "student", "student2")
bp = Blueprint("demo", __name__, url_prefix="/demo")
bp.app_context_processor(lambda: {"demo_password": PASSWORD, "demo_names": SIGN_INS})


@bp.get("/mail")
@public
def mailbox() -> Response:
    before, after = (request.args.get(name, type=an_id) for name in ("before", "after"))
    letters = _letters(before, after)
    last, first = db.session.execute(
        select(db.func.max(Letter.id), db.func.min(Letter.id))
    ).one()
    newer = letters[0].id if letters and letters[0].id < last else None
    older = letters[-1].id if letters and letters[-1].id > first else None
    return page("demo/mail", letters=letters, newer=newer, older=older)


def _letters(before: int | None, after: int | None) -> list[Letter]:
    """Newest first: those after a letter, or before one, or the newest."""
    query = select(Letter).limit(SHOWN)
    if after is not None:
        oldest_first = query.where(Letter.id > after).order_by(Letter.id)
        return list(db.session.scalars(oldest_first))[::-1]
    if before is not None:
        query = query.where(Letter.id < before)
    return list(db.session.scalars(query.order_by(Letter.id.desc())))


@bp.get("/mail/<int:id>")
@public
def letter(id: int) -> Response:
    shown = db.session.get(Letter, id)
    if shown is None:
        raise NotFound
    return page("demo/letter", letter=shown)


@bp.get("/mail/<int:id>/html")
@public
def as_html(id: int) -> Response:
    """As a mail program shows it; the page of the letter frames it."""
    shown = db.session.get(Letter, id)
    if shown is None or shown.html is None:
        raise NotFound
    return mail_frames.framed(shown.html, target="_top")
