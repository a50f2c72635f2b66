"""How many statements a request asks the database."""

from contextlib import contextmanager

from sqlalchemy import event

from webapp.core import versions
from webapp.core.db import db

READ_ALONG = (
    "AS versions",
    "INTO versions",
    "settings.value",
)  # which statements have, that many pages need


@contextmanager
def counted(app, besides=("PRAGMA", "BEGIN"), is_all=False):
    """`with counted(app) as seen:` collects the statements sent meanwhile, besides those that begin so.

    Unless `is_all`, without those of versions and of what is kept by them: one in each act, and some in the first page
    after an act, such as the one that reads the opening hours; and, in acts too, without the one that reads the
    settings. What they are is counted by `tests/inbox/test_number.py`, and that they are not more by
    `tests/core/test_doors_agree.py`.
    """
    seen = []

    def note(connection, _cursor, statement, *_rest):
        is_kept = connection.info.get(versions.MAKING) or any(
            words in statement for words in READ_ALONG
        )
        if not statement.startswith(besides) and (is_all or not is_kept):
            seen.append(statement)

    with app.app_context():
        engine = db.engine
    event.listen(engine, "before_cursor_execute", note)
    try:
        yield seen
    finally:
        event.remove(engine, "before_cursor_execute", note)
