"""Telling all whom it concerns that a request is somebody else's now: both borrowers, and whoever answers it."""

from collections.abc import Sequence

from webapp.core.actor import Actor
from webapp.people.people import Contact

from ..loans.together import together
from ..models import Checkout
from ..notices import notices
from . import change_notices
from .whole import Whole


def given(
    actor: Actor,
    whole: Whole,
    lines: Sequence[Checkout],
    *,
    giver: Contact | None,
    taker: Contact,
    reason: str = "",
) -> None:
    """One e-mail each: to who has it no more, to who has it now, and, where it waits, to who answers it now.

    Whoever did it themselves is not told.
    """
    told = {"lines": lines, "by": actor.name, "reason": reason, "request_id": whole.id}
    told |= {"together": together(lines)}
    for kind, reader in (("given_away", giver), ("given", taker)):
        if reader and reader.id != actor.id:
            step = f"{kind}:{whole.request.version}"
            notices.about_whole(kind, reader, told, whole.id, step)
    if whole.waiting:
        change_notices.changed(whole, besides=actor.id, kind="request_given")
