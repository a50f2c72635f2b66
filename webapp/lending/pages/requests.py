"""A request for several things: its page, and answering it line by line or a set of it as one."""

from flask import request, url_for
from werkzeug.wrappers import Response

from webapp.core.actor import Actor
from webapp.core.answering_pages import Answerer, AnsweringPages
from webapp.core.doors import actor, go, page, signed_in, wants_part
from webapp.core.errors import NotFound, Refusal
from webapp.core.forms import read_query
from webapp.core.inputs import Seen, an_id
from webapp.core.said import Said
from webapp.core.words import _
from webapp.people import links, people

from .. import access
from ..forms.checkouts import DeclineForm, NoteForm
from ..loans import checkouts, events
from ..loans.together import together
from ..renewals import keeping
from ..requests import (
    another_borrower,
    cancelling,
    changing,
    contacts,
    request_facts,
    requests,
    restoring,
)
from ..requests.request_sets import SetRequest
from ..requests.requests import Answer
from ..requests.whole import NOT_A_PART, Whole
from . import ticked
from .answer_sheet import AnswerSheet
from .blueprint import bp
from .loans import Shown


@bp.get("/requests/<int:id>")
@signed_in
def request_page(id: int) -> Response:
    return PAGES.card(PAGES.by_id(id))


@bp.get("/requests/<int:id>/cancel")
@signed_in
def ask_cancel(id: int) -> Response:
    """What goes, before it does."""
    whole, lines = cancelling.to_give_up(actor(), id, _sets_named(id))
    return page(
        "lending/requests/cancel",
        whole=whole,
        together=together(lines),
        set=request.args.get("set"),
    )


@bp.post("/requests/<int:id>/cancel")
@signed_in
def cancel_request(id: int) -> Response:
    cancelling.cancel(actor(), id, _sets_named(id))
    return go(
        url_for(".request_page", id=id),
        Said(_("Cancelled"), undo=url_for(".undo_cancel_request", id=id)),
    )


@bp.post("/requests/<int:id>/undo_cancel")
@signed_in
def undo_cancel_request(id: int) -> Response:
    restoring.undo_whole(actor(), id)
    return go(
        url_for(".request_page", id=id), Said(_("Not cancelled after all"), tone="mute")
    )


def _sets_named(id: int) -> list[int]:
    """The one set of a request that the address names, if it does. NotFound if the request has none such."""
    if "set" not in request.args:
        return []
    return [_set(requests.find(actor(), id)).asked.id]


class RequestPages(AnsweringPages):
    buttons = ("approve", "approve_ticked", "undo")
    forms = ("answer", "reject")
    form_endpoints = ("answer_form", "answer")
    outcome_after_form = False
    prefix = "request_"

    def read_link(self, token: str) -> tuple[Actor, int]:
        return links.read("request", token)

    def address(self, id: int) -> str:
        return url_for(".request_page", id=id)

    def press(self, answerer: Answerer, verb: str) -> None:
        """Approve one set of it as one, or what is ticked, or undo its last answer."""
        if verb == "approve_ticked":
            ticked.answer(answerer)
        elif verb == "approve":
            whole = requests.find(answerer.who, answerer.id)
            _answer_set(answerer, _set(whole))
        else:
            requests.undo(answerer.who, answerer.id)

    def draw_form(self, answerer: Answerer, verb: str) -> Response:
        whole = _to_answer(answerer)
        if verb == "reject":
            form = _decline_form(answerer, _set(whole))
            return page(form.template, form=form)
        return self.card(answerer)

    def send_form(self, answerer: Answerer, verb: str) -> None:
        whole = _to_answer(answerer)
        if verb == "reject":
            part = _set(whole)
            with _decline_form(answerer, part) as form:
                _answer_set(answerer, part, **form.read())
        else:
            self._answer_lines(answerer, whole)

    def _answer_lines(self, answerer: Answerer, whole: Whole) -> None:
        """Answer the lines that were sent, and no others; a refusal draws their forms again as they were filled in."""
        sheet = AnswerSheet.of(answerer.who, whole.lines)
        try:
            version = read_query(Seen, request.form).version
            with NoteForm() as form:
                said = sheet.read(whole.lines, form.read()["notes"])
                requests.answer(answerer.who, whole.id, said, version=version)
        except Refusal as refused:
            no = refused
            sheet.show_at_fields(whole.lines, no)
            no.page = lambda: self.card(answerer, status=no.status, no=no, sheet=sheet)
            raise

    def word(self, answerer: Answerer, verb: str) -> Said | None:
        """What became of the ticked ones; of all else its card or its page tells."""
        if verb != "approve_ticked":
            return None
        return ticked.word(answerer, requests.find(answerer.who, answerer.id))

    def card(
        self,
        answerer: Answerer,
        *,
        status: int = 200,
        no: Refusal | None = None,
        sheet: AnswerSheet | None = None,
    ) -> Response:
        """The whole request; in a queue, the one set of it that was answered."""
        who, id, base = answerer
        whole = requests.find(who, id)
        if wants_part():
            draw = _set_card if "set" in request.args else ticked.card
            return draw(answerer, whole, status, no)
        return page(
            "lending/requests/show",
            status,
            whole=whole,
            base=base,
            who=who,
            no=no,
            note=no.form if no and no.form else NoteForm(),
            **_to_decide(who, whole, sheet),
            **_around(who, whole),
            **keeping.of_sets(who, whole.lines),
        )


def _to_decide(who: Actor, whole: Whole, sent: AnswerSheet | None) -> Shown:
    """What there is to know of what waits, and the sheet to answer it: as it was sent, or before anybody has typed."""
    waiting = whole.waiting if access.may_approve(who) else []
    judgements = request_facts.of(waiting) if waiting else {}
    sheet = AnswerSheet.of(who, waiting)
    sheet.start(waiting, judgements)
    return {"judgements": judgements, "sheet": sent or sheet, "sets": whole.sets}


def _set(whole: Whole) -> SetRequest:
    """The set of it that the address names. NotFound if it has none such."""
    part = whole.sets.get(request.args.get("set", type=an_id) or 0)
    if part is None:
        raise NotFound(NOT_A_PART)
    return part


def _answer_set(answerer: Answerer, part: SetRequest, reason: str = "") -> None:
    """Approve what waits of a set, or decline it with a reason."""
    ids = [line.id for line in part.waiting]
    said = Answer({}, dict.fromkeys(ids, reason))
    if not reason:
        said = Answer({id: {} for id in ids}, {}, NoteForm().read()["notes"])
    version = read_query(Seen).version
    requests.answer(answerer.who, answerer.id, said, version=version)


def _set_card(
    answerer: Answerer, whole: Whole, status: int, no: Refusal | None
) -> Response:
    who, part = answerer.who, _set(whole)
    return page(
        "lending/requests/set",
        status,
        part=part,
        judgements=request_facts.of(part.waiting),
        base=answerer.base,
        who=who,
        names=people.contacts([line.decided_by for line in part.lines]),
        said=sorted({*events.words_with_answers(part.lines).values()}),
        undo=requests.undoable(who, whole),
        no=no,
        typed=request.form.get("notes", ""),
    )


def _around(who: Actor, whole: Whole) -> Shown:
    """Who answered, and what else can be done with it: undoing the last answer or change, giving it to somebody."""
    words = events.words_with_answers(whole.lines)
    return {
        "said": sorted(
            {(line.decided_by, words[line.id]) for line in whole.lines if line.id in words}
        ),
        "names": people.contacts([line.decided_by for line in whole.lines]),
        "undo": requests.undoable(who, whole),
        "is_changed": changing.undoable(who, whole),
        "may_be_given": another_borrower.may_be_given(who, whole),
        "is_given": another_borrower.undoable(who, whole),
        "may_name_contact": contacts.may_be_named(who, whole),
        "is_named": contacts.undoable(who, whole),
        "may_be_restored": restoring.undoable_whole(who, whole),
    }


def _to_answer(answerer: Answerer) -> Whole:
    """A request that may be answered. NotFound if it is not theirs to see, NotAllowed if they may only look."""
    whole = requests.find(answerer.who, answerer.id)
    access.check_may_approve(answerer.who)
    return whole


def _decline_form(answerer: Answerer, part: SetRequest) -> DeclineForm:
    """With the set above it, also after a refusal: by then it is as it was, and is read anew."""
    form, name, id = DeclineForm(), part.asked.name, part.lines[0].id
    form.around = lambda: {
        "set_name": name,
        "checkout": checkouts.find(answerer.who, id),
    }
    return form


PAGES = RequestPages(bp, "/requests/<int:id>", "/q/<token>")
