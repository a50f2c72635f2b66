"""Who sees repairs and what may be done with one next. Asked by verbs and by templates."""

from webapp.core.actor import Actor
from webapp.core.errors import NotAllowed
from webapp.core.words import _

from .models import Repair

STEPS = {
    "assess": ("pending",),
    "approve": ("pending",),
    "send": ("approved",),
    "finish": ("in_progress",),
    "give_up": ("pending", "approved"),
    "cancel": ("pending", "approved"),
    "gone": ("pending", "approved", "in_progress"),
}  # what can be done, and from which statuses


def may_see(actor: Actor) -> bool:
    return actor.is_staff


def check_may_open(actor: Actor) -> None:
    """NotAllowed for students."""
    if not may_see(actor):
        raise NotAllowed(_("Only staff can open repairs"))


def may_approve(actor: Actor) -> bool:
    return actor.role in ("teacher", "admin")


def may(actor: Actor, step: str) -> bool:
    return may_approve(actor) if step == "approve" else may_see(actor)


def check_may(actor: Actor, step: str) -> None:
    """NotAllowed for those who may see a repair but not take this step."""
    if not may(actor, step):
        raise NotAllowed(_("Only teachers and admins can approve repairs"))


def next_steps(actor: Actor, repair: Repair, *, missing: int = 0) -> list[str]:
    """What this person may do with it now, the usual way first.

    If any of its pieces are `missing`, only that can be said: nothing can be done with what is not here.
    """
    if missing:
        return ["gone"]
    possible = [
        step
        for step, statuses in STEPS.items()
        if repair.status in statuses and may(actor, step) and step != "gone"
    ]
    if repair.severity is None:
        return [step for step in possible if step != "approve"]
    return [step for step in possible if step != "assess"] + [
        step for step in possible if step == "assess"
    ]
