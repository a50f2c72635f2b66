"""A request for several things as one card of the inbox: what is ticked is approved by one tap."""

from collections.abc import Iterator, Sequence

from flask import request
from werkzeug.wrappers import Response

from webapp.core.actor import Actor
from webapp.core.answering_pages import Answerer, from_inbox
from webapp.core.doors import page
from webapp.core.errors import NotFound, Refusal
from webapp.core.forms import read_query
from webapp.core.inputs import Seen, an_id
from webapp.core.said import Said, with_hearing
from webapp.core.words import _, lazy
from webapp.people import people
from webapp.school import calendar

from .. import access
from ..forms.checkouts import NoteForm
from ..loans import events
from ..loans.together import together
from ..models import Checkout
from ..requests import request_facts, request_sets, requests
from ..requests.requests import Answer
from ..requests.whole import NOT_A_PART, Whole

OUTCOMES = {  # whether something was approved, and something declined, and whether by whoever reads it
    (True, False, True): lazy("%(yes)s approved by you."),
    (False, True, True): lazy("%(no)s declined by you."),
    (True, True, True): lazy("%(yes)s approved, %(no)s declined by you."),
    (True, False, False): lazy("%(yes)s approved by %(name)s at %(time)s."),
    (False, True, False): lazy("%(no)s declined by %(name)s at %(time)s."),
    (True, True, False): lazy("%(yes)s approved, %(no)s declined by %(name)s at %(time)s."),
}


def answer(answerer: Answerer) -> None:
    """Approve the lines that are ticked; what is not, and could not be lent, is declined with that reason."""
    whole = requests.find(answerer.who, answerer.id)
    access.check_may_approve(answerer.who)
    ticked = [*request.form.getlist("line", type=an_id), *_lines_of_sets(whole)]
    others = [line for line in whole.waiting if line.id not in ticked]
    judgements = request_facts.of(others)
    said = Answer(
        {id: {} for id in ticked},
        {
            line.id: _("It is not available then")
            for line in others
            if request_sets.lacking([line], judgements)
        },
        NoteForm().read()["notes"] if ticked else "",
    )
    version = read_query(Seen).version
    requests.answer(answerer.who, answerer.id, said, version=version)


def _lines_of_sets(whole: Whole) -> Iterator[int]:
    """What waits of the sets that are ticked. NotFound for one that is not the request's."""
    for id in request.form.getlist("set", type=an_id):
        if id not in whole.sets:
            raise NotFound(NOT_A_PART)
        yield from (line.id for line in whole.sets[id].waiting)


def card(answerer: Answerer, whole: Whole, status: int, no: Refusal | None) -> Response:
    """The request as it stands in the inbox: to be answered, or what was answered."""
    who, waiting = answerer.who, whole.waiting
    decided = requests.last_answered(whole)
    said = word(answerer, whole) if waiting and not no and _is_pressed() else None
    return page(
        "lending/requests/asked",
        status,
        asked=whole.request,
        together=together(waiting or whole.lines),
        judgements=request_facts.of(waiting),
        sets=whole.sets,
        base=answerer.base,
        outcome=_outcome(decided, who),
        word=said and with_hearing(said),
        said=sorted({*events.words_with_answers(decided).values()}),
        undo=requests.undoable(who, whole),
        no=no,
        typed=request.form.get("notes", ""),
    )


def word(answerer: Answerer, whole: Whole) -> Said:
    """What was answered just now, with the way back; where some of it goes on waiting, its card tells of that alone."""
    who, here = answerer.who, from_inbox()
    undo = f"{answerer.base}/undo" + (f"?{here}" if here else "")
    return Said(
        _outcome(requests.last_answered(whole), who),
        undo=undo if requests.undoable(who, whole) else "",
    )


def _is_pressed() -> bool:
    """Whether this request is that act, and no other after which the card is drawn."""
    return (request.view_args or {}).get("verb") == "approve_ticked"


def _outcome(decided: Sequence[Checkout], who: Actor) -> str:
    """What was answered last: how many are approved and declined, by whom and when."""
    if not decided:
        return _("It no longer waits for an answer.")
    last, by = decided[-1], decided[-1].decided_by or 0
    declined = sum(line.status == "rejected" for line in decided)
    is_approved, is_declined = len(decided) > declined, declined > 0
    words = OUTCOMES[is_approved, is_declined, by == who.id]
    decider = people.contact(by) if by else None
    return _(
        words,
        yes=len(decided) - declined,
        no=declined,
        name=decider.name if decider else _("Somebody"),
        time=calendar.clock(last.decided_at or last.requested_at),
    )
