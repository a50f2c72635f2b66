"""What a template asks the database while it is drawn: nothing, for the route has built what its page shows.

Only what the school decided (its clock, its currency, its hours) is read by whoever needs it first, once a session,
and whether it has decided anew.
"""

import re
from contextlib import contextmanager
from contextvars import ContextVar

from flask import before_render_template, template_rendered
from sqlalchemy import event

from webapp.core.db import db

ALLOWED = re.compile(r"^(PRAGMA|BEGIN)|FROM (settings|opening_hours|versions)\b")
_drawn = ContextVar("drawn", default=None)


class AskedWhileDrawing(AssertionError):
    """A template started a query."""


@contextmanager
def only_drawing(app):
    """Inside it a statement that is sent while a template is drawn raises."""

    def begin(_app, template, **_rest):
        _drawn.set(template.name or "a string")

    def end(_app, **_rest):
        _drawn.set(None)

    def refuse(_connection, _cursor, statement, *_rest):
        if (name := _drawn.get()) and not ALLOWED.search(statement):
            _drawn.set(None)  # what tells of this may ask
            raise AskedWhileDrawing(f"{name}: {statement}")

    with app.app_context():
        engine = db.engine
    event.listen(engine, "before_cursor_execute", refuse)
    with (
        before_render_template.connected_to(begin, app),
        template_rendered.connected_to(end, app),
    ):
        try:
            yield
        finally:
            _drawn.set(None)
            event.remove(engine, "before_cursor_execute", refuse)
