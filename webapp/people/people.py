"""People: who may be asked about, and whose row is held while something of theirs is decided."""

from sqlalchemy import select

from webapp.core.db import db

from .models import User


def lock(id: int) -> User | None:
    """The person, held until the transaction ends, so that two acts in their name come one after the other."""
    held = select(User).where(User.id == id).with_for_update(key_share=True)
    return db.session.scalars(held).one_or_none()
