"""E-mails that are written, kept, and taken by a mail server of the test's own."""

from sqlalchemy import select

from tests.support import smtp
from webapp.core import outbox
from webapp.core.db import db
from webapp.core.outbox import Letter


def listening(app, how=smtp.server, **more):
    return how(int(app.config["SMTP_URL"].rpartition(":")[2]), **more)


def write(id=1, step="approved", **more):
    told = {
        "address": "sol@school.test",
        "name": "Sol Ö.",
        "subject": "Your violin",
        "text": "Come and get it.\n",
    }
    return outbox.write(
        kind="decision", subject_type="checkout", subject_id=id, step=step, **(told | more)
    )


def kept():
    db.session.rollback()
    return db.session.scalars(select(Letter).order_by(Letter.id)).all()
