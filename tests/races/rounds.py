"""A round of a contest, and how it is counted in the database who won it."""

from collections import Counter
from typing import Any, NamedTuple

from sqlalchemy import func, select

from webapp.core.db import db


class Round(NamedTuple):
    prize: Any  # what the rows that are counted have in common
    asked: list  # of (path, body) or (path, body, headers), one for each client
    method: str = "POST"


def counted(column, *where):
    return lambda: Counter(
        dict(
            db.session.execute(
                select(column, func.count()).where(*where).group_by(column)
            ).all()
        )
    )
