"""Telling whoever answers a request that its borrower has changed it: one e-mail, of what is asked for now."""

from webapp.core import outbox
from webapp.people.people import Contact

from ..notices import notices
from .whole import Whole


def changed(
    whole: Whole,
    *,
    besides: int,
    is_as_first: bool = False,
    kind: str = "request_changed",
) -> None:
    """To all who answer it, except one person; who has not been sent the request yet gets that, as it is now.

    Where it is again as it was first sent, nobody is told who has not been sent of the change.
    """
    request = whole.request
    for decider in notices.deciders(request, besides=besides):
        if _call_request_back(whole, decider):
            _ask(whole, decider)
        elif not (_call_changes_back(request.id, decider) and is_as_first):
            step = f"{_steps(decider)}{request.version}"
            notices.about_request(kind, request, whole.waiting, to=decider, step=step)


def _call_request_back(whole: Whole, decider: Contact) -> bool:
    """Whether the e-mail of the request itself had not left yet, and now does not."""
    step = notices.requested_step(decider)
    if len(whole.lines) == 1:
        return outbox.cancel("checkout", whole.lines[0].id, step)
    return outbox.cancel("request", whole.id, step)


def _call_changes_back(request_id: int, decider: Contact) -> bool:
    """Whether the e-mail of an earlier change had not left yet, and now does not."""
    steps = [step for _id, step in outbox.written("request", [request_id])]
    changes = [step for step in steps if step.startswith(_steps(decider))]
    return any([outbox.cancel("request", request_id, step) for step in changes])


def _ask(whole: Whole, decider: Contact) -> None:
    """The e-mail of the request, drawn anew."""
    request = whole.request
    if len(whole.lines) == 1:
        notices.requested_of(decider, request, whole.lines[0])
        return
    step = notices.requested_step(decider)
    notices.about_request(
        "requested_several", request, whole.waiting, to=decider, step=step
    )


def _steps(decider: Contact) -> str:
    """How the steps of a decider's e-mails about changes begin; the version follows."""
    return f"changed:{decider.id}:"
