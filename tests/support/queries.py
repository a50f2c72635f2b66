"""How many statements a request asks the database."""

from contextlib import contextmanager

from sqlalchemy import event

from webapp.core.db import db


@contextmanager
def counted(app, besides=("PRAGMA", "BEGIN")):
    """`with counted(app) as seen:` collects the statements sent meanwhile, besides those that begin so."""
    seen = []

    def note(_connection, _cursor, statement, *_rest):
        if not statement.startswith(besides):
            seen.append(statement)

    with app.app_context():
        engine = db.engine
    event.listen(engine, "before_cursor_execute", note)
    try:
        yield seen
    finally:
        event.remove(engine, "before_cursor_execute", note)
