"""Whose: the person that somebody names for a pile."""

from webapp.core.actor import Actor
from webapp.core.errors import Invalid
from webapp.people import naming, people
from webapp.people.people import Named

from ..units.naming import Reference


def named(actor: Actor, reference: Reference | None) -> Named | None:
    """By id, name or e-mail. NotFound or Invalid, at `person`, for nobody and for several."""
    if reference is None:
        return None
    if isinstance(reference, int) or reference.isdecimal():
        user = people.find(actor, int(reference))
    else:
        try:
            user = naming.named(actor, reference)
        except Invalid as no:
            no.fields = {"person": no.fields["student"]}
            raise
    return Named(user.id, user.name, user.email)
