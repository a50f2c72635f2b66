"""A loan that was over long ago."""

import pytest
from sqlalchemy import inspect

from webapp.core.db import Base, db

from .acts import back, closed_long_ago


@pytest.fixture
def old(app, as_):
    """Sol's loan of a violin; its id."""
    id = back(as_)
    closed_long_ago(app, id)
    return id


@pytest.fixture
def naming(app):
    """`naming("Sol", "Ulm")` are the columns of lending and its e-mails in which one of these words stands."""

    def look(*words):
        found = set()
        with app.app_context():
            for table in Base.metadata.sorted_tables:
                if table.name in PERSONS:
                    continue
                for row in db.session.execute(table.select()).mappings():
                    if row.get("kind") == "person":  # what finds people, who are here
                        continue
                    for column in inspect(table).columns:
                        said = str(row[column.key])
                        if any(word in said for word in words):
                            found.add(f"{table.name}.{column.key}")
        return found

    return look


PERSONS = {"users", "guardians", "sign_ins", "answers", "tokens", "cards"}
