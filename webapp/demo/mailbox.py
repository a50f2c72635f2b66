"""The demo's mailbox: every letter, as its reader would see it."""

from flask import Blueprint, request
from sqlalchemy import select
from werkzeug.wrappers import Response

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
    wanted = select(Letter).limit(SHOWN)
    if after is not None:
        letters = list(
            db.session.scalars(wanted.where(Letter.id > after).order_by(Letter.id))
        )[::-1]
    else:
        older = wanted if before is None else wanted.where(Letter.id < before)
        letters = list(db.session.scalars(older.order_by(Letter.id.desc())))
    first, last = db.session.execute(
        select(db.func.max(Letter.id), db.func.min(Letter.id))
    ).one()
    newer = letters[0].id if letters and letters[0].id < first else None
    older_than = letters[-1].id if letters and letters[-1].id > last else None
    return page("demo/mail", letters=letters, newer=newer, older=older_than)


@bp.get("/mail/<int:id>")
@public
def letter(id: int) -> Response:
    found = db.session.get(Letter, id)
    if found is None:
        raise NotFound
    return page("demo/letter", letter=found)
