"""Nearly: the tags that a code may be meant for which nothing has."""

from collections.abc import Collection

from sqlalchemy import func, select

from webapp.core import text
from webapp.core.db import db

from ..models import Unit

ALIKE = 3  # characters with which nearly the same codes begin
MANY = 500  # tags that are compared with a code nobody knows


def nearest(codes: Collection[str]) -> dict[str, list[str]]:
    """For each of these codes, which nothing has, tags that are nearly so, those that begin alike; for staff."""
    keys = {code: text.code(code) for code in codes}
    begin = {key[:ALIKE] for key in keys.values() if key}
    query = select(Unit.tag).where(func.substr(Unit.tag_key, 1, ALIKE).in_(begin))
    tags = list(db.session.scalars(query.order_by(Unit.sort_key, Unit.id).limit(MANY)))
    return {code: text.nearest(code, tags) for code in codes}
