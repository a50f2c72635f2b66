"""Collecting: who may be handed anything at all, alone or in a pile."""

from webapp.core.errors import Invalid
from webapp.core.words import _
from webapp.people.people import Contact

from ..suspensions import suspended


def check_may_collect(contact: Contact | None) -> Contact:
    """Who gets it, if they may still come in; Invalid at `person` otherwise, Conflict if they are suspended."""
    if contact is None:
        raise Invalid(fields={"person": _("This person may not come in any more")})
    suspended.check(contact.id)
    return contact
