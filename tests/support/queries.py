"""How many questions the database is asked."""

from contextlib import contextmanager

from sqlalchemy import event

from webapp.core.db import db


@contextmanager
def counted(app):
    """The statements sent inside, in a list."""
    asked = []

    def note(*about):
        asked.append(about[2])

    with app.app_context():
        engine = db.engine
    event.listen(engine, "before_cursor_execute", note)
    yield asked
    event.remove(engine, "before_cursor_execute", note)
