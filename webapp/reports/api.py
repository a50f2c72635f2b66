"""For programs: the search over everything, how often things are lent, what is written about and to people, a class."""

from flask import Blueprint, request

from webapp.core import downloads, paging
from webapp.core.actor import Actor
from webapp.core.doors import actor, if_match, only, signed_in
from webapp.core.inputs import Paged
from webapp.core.openapi import Answer, answer_list, answer_one, answers
from webapp.lending import access
from webapp.lending.lists import demand
from webapp.people import access as people_access
from webapp.people import mails_sent, office_notes
from webapp.people import tokens as noun
from webapp.people.schemas import NewOfficeNoteInput, OfficeNotePatch, TokenInput

from . import most_lent, my_students, search
from .schemas import (
    ClassListQuery,
    ClassStudentShown,
    FoundShown,
    LentExport,
    LentQuery,
    LentShown,
    MailShown,
    MeShown,
    OfficeNoteShown,
    SearchQuery,
    TokenMade,
    TokenShown,
)

bp = Blueprint("search_api", __name__, url_prefix="/api/inventory/search")
people = Blueprint("notes_api", __name__, url_prefix="/api/inventory/people")
me = Blueprint("me_api", __name__, url_prefix="/api/inventory/me")
tokens = Blueprint("tokens_api", __name__, url_prefix="/api/inventory/tokens")
lent = Blueprint("most_lent_api", __name__, url_prefix="/api/inventory/most-lent")
classes = Blueprint("class_api", __name__, url_prefix="/api/inventory/class")


@bp.get("/")
@signed_in
@answers("search", list[FoundShown], 422)
def find(query: SearchQuery) -> Answer:
    """Find things, people, loans, requests, receipts, sets and rooms by name, number or tag: a few of each kind."""
    return [FoundShown.model_validate(hit) for hit in search.of(actor(), query.q)]


@lent.get("/")
@signed_in
@only(access.may_hand_out)
@answers("items", list[LentShown])
def most_and_least_lent(query: LentQuery) -> Answer:
    """List items by how often they were lent in a period, or how long, those never lent too; for staff."""
    after = paging.place(query.after, int, int, str, int)
    filters = query.model_dump(exclude={"after", "limit", "count"})
    items = demand.listed(actor(), after=after, limit=query.limit + 1, **filters)
    here, headers = paging.answer(items, query.limit, lambda each: each.place)
    return [LentShown.model_validate(each) for each in here], 200, headers


@classes.get("/")
@signed_in
@only(my_students.may_look)
@answers("people", list[ClassStudentShown])
def my_class(query: ClassListQuery) -> Answer:
    """List one's own students, late ones first: what they have and ask for, and when they practise; for staff."""
    students = my_students.listed(
        actor(),
        show=query.show,
        group=query.group,
        after=paging.place(query.after, int, str, int),
        limit=query.limit + 1,
    )
    here, headers = paging.answer(students, query.limit, lambda each: each.place)
    return [ClassStudentShown.of(each) for each in here], 200, headers


downloads.for_programs(lent, "/", "most_lent", most_lent.table, LentExport)


@me.get("/")
@signed_in
@answers("people", MeShown)
def myself() -> Answer:
    """Show who is signed in, and with what."""
    return MeShown.of(actor())


def _may_see_these(actor: Actor) -> bool:
    """Whether the tokens of the person in the path are theirs to see."""
    return people_access.may_see_tokens(actor, (request.view_args or {})["id"])


@people.get("/<int:id>/tokens/")
@signed_in
@only(_may_see_these)
@answers("people", list[TokenShown])
def tokens_of(id: int) -> Answer:
    """List the tokens that nobody revoked, newest first: one's own, and for admins anybody's."""
    return [TokenShown.model_validate(each) for each in noun.listed(actor(), id)]


@people.post("/<int:id>/tokens/")
@signed_in
@only(_may_see_these)
@answers("people", TokenMade, status=201)
def issue_token(id: int, json: TokenInput) -> Answer:
    """Issue a token in somebody's name; the answer is the only one that says it, so it is not kept for a repeat."""
    issued = noun.issue_for(actor(), id, **dict(json))
    return TokenMade.of(issued), 201, {"Cache-Control": "no-store"}


@tokens.post("/<int:id>/revoke/")
@signed_in
@answers("people", TokenShown)
def revoke_token(id: int) -> Answer:
    """Revoke a token: it opens nothing any more."""
    return TokenShown.model_validate(noun.revoke(actor(), id))


@people.get("/<int:id>/emails/")
@signed_in
@answers("people", list[MailShown])
def emails(id: int, query: Paged) -> Answer:
    """List which e-mails went to somebody, and to their guardians, newest first; for staff."""
    before = paging.id_in(query.after)
    rows = mails_sent.listed(actor(), id, before=before, limit=query.limit + 1)
    return answer_list(MailShown, rows, query.limit, paging.by_id)


@people.get("/<int:id>/notes/")
@signed_in
@answers("people", list[OfficeNoteShown])
def notes(id: int, query: Paged) -> Answer:
    """List the office's notes about somebody, newest first; teachers read those about their students."""
    before = paging.id_in(query.after)
    rows = office_notes.listed(actor(), id, before=before, limit=query.limit + 1)
    return answer_list(OfficeNoteShown, rows, query.limit, paging.by_id)


@people.post("/<int:id>/notes/")
@signed_in
@only(people_access.may_write_notes)
@answers("people", OfficeNoteShown, status=201)
def add_note(id: int, json: NewOfficeNoteInput) -> Answer:
    """Write a note about somebody, for the office and who teaches them."""
    return answer_one(
        OfficeNoteShown, office_notes.add(actor(), id, text=json.text), status=201
    )


@people.get("/notes/<int:id>/")
@signed_in
@answers("people", OfficeNoteShown)
def show_note(id: int) -> Answer:
    """Show a note of the office; its ETag is its version."""
    return answer_one(OfficeNoteShown, office_notes.find(actor(), id))


@people.patch("/notes/<int:id>/")
@signed_in
@only(people_access.may_write_notes)
@answers("people", OfficeNoteShown, 412, 422)
def describe_note(id: int, json: OfficeNotePatch) -> Answer:
    """Write a note of the office anew."""
    note = office_notes.describe(actor(), id, text=json.text, version=if_match())
    return answer_one(OfficeNoteShown, note)


@people.post("/notes/<int:id>/remove/")
@signed_in
@only(people_access.may_write_notes)
@answers("people", OfficeNoteShown)
def remove_note(id: int) -> Answer:
    """Remove a note of the office; for a day it can be put back."""
    return answer_one(OfficeNoteShown, office_notes.remove(actor(), id))


@people.post("/notes/<int:id>/restore/")
@signed_in
@only(people_access.may_write_notes)
@answers("people", OfficeNoteShown)
def restore_note(id: int) -> Answer:
    """Put back a note of the office that was removed."""
    return answer_one(OfficeNoteShown, office_notes.restore(actor(), id))
