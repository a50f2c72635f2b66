"""Speaking: the language that somebody chose to be spoken to in, on pages, in e-mails and in their calendar."""

from webapp.core.actor import Actor
from webapp.core.db import db

from . import people
from .models import User


def choose(actor: Actor, id: int, *, language: str | None) -> User:
    """Speak to somebody in this language from now on; None for that which their browser asks for, else the school's.

    People choose for themselves, and staff for whom they see. NotFound for others.
    """
    people.find(actor, id)
    user = people.lock(id)
    assert user is not None, "found above"
    user.language = language
    db.session.flush()
    return user
