"""Proof that it is still the person who signed in: their current password, asked as slowly as at the door."""

from webapp.core.actor import Actor
from webapp.core.db import transaction

from . import passwords, people, throttle


def check(actor: Actor, current: str, address: str) -> bool:
    """Whether this is the actor's current password. TooMany, without a look at it, after too many wrong ones.

    Slow on purpose, with short transactions of its own: call it before the writing starts.
    """
    person = people.find(actor, actor.id)
    email, password_hash = person.email, person.password_hash
    with transaction():
        throttle.count(email, address)
    is_right = passwords.fits(password_hash, current)
    if is_right:
        with transaction():
            throttle.forgive(email, address)
    return is_right
