"""People for programs: how they stand, what the office notes of them, and their cards."""

from flask import Blueprint

from webapp.core import paging
from webapp.core.doors import actor, if_match, only, signed_in
from webapp.core.inputs import Paged
from webapp.core.openapi import Answer, answer_list, answer_one, answers

from . import access, cards, figures, mails_sent, office_notes
from .schemas import (
    CardQuery,
    CardShown,
    FiguresShown,
    MailShown,
    NewCardInput,
    NewOfficeNoteInput,
    OfficeNotePatch,
    OfficeNoteShown,
)

bp = Blueprint("cards_api", __name__, url_prefix="/api/inventory/cards")
people = Blueprint("people_api", __name__, url_prefix="/api/inventory/people")


@people.get("/<int:id>/standing/")
@signed_in
@answers("people", FiguresShown)
def standing(id: int) -> Answer:
    """Show the six numbers of somebody's standing: staff of whom they see, students their own."""
    return FiguresShown.model_validate(figures.of(actor(), id))


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
@only(access.may_write_notes)
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
@only(access.may_write_notes)
@answers("people", OfficeNoteShown, 412, 422)
def describe_note(id: int, json: OfficeNotePatch) -> Answer:
    """Write a note of the office anew."""
    note = office_notes.describe(actor(), id, text=json.text, version=if_match())
    return answer_one(OfficeNoteShown, note)


@people.post("/notes/<int:id>/remove/")
@signed_in
@only(access.may_write_notes)
@answers("people", OfficeNoteShown)
def remove_note(id: int) -> Answer:
    """Remove a note of the office; for a day it can be put back."""
    return answer_one(OfficeNoteShown, office_notes.remove(actor(), id))


@people.post("/notes/<int:id>/restore/")
@signed_in
@only(access.may_write_notes)
@answers("people", OfficeNoteShown)
def restore_note(id: int) -> Answer:
    """Put back a note of the office that was removed."""
    return answer_one(OfficeNoteShown, office_notes.restore(actor(), id))


@bp.get("/")
@signed_in
@only(access.may_issue_cards)
@answers("people", list[CardShown])
def index(query: CardQuery) -> Answer:
    """List cards, newest first, those too that are not valid any more; the next page is in the Link header."""
    before = paging.id_in(query.after)
    rows = cards.listed(actor(), person=query.person, before=before, limit=query.limit + 1)
    return answer_list(CardShown, rows, query.limit, paging.by_id)


@bp.post("/")
@signed_in
@only(access.may_issue_cards)
@answers("people", CardShown, status=201)
def issue(json: NewCardInput) -> Answer:
    """Give somebody a card, with this code or a new one; the one they had is not valid any more."""
    return CardShown.model_validate(cards.issue(actor(), **dict(json))), 201


@bp.get("/<int:id>/")
@signed_in
@only(access.may_issue_cards)
@answers("people", CardShown)
def show(id: int) -> Answer:
    """Show a card."""
    return CardShown.model_validate(cards.find_card(actor(), id))


@bp.post("/<int:id>/end/")
@signed_in
@only(access.may_issue_cards)
@answers("people", CardShown)
def end(id: int) -> Answer:
    """Say that a card was lost: it opens nobody any more."""
    return CardShown.model_validate(cards.end(actor(), id))


@bp.post("/<int:id>/restore/")
@signed_in
@only(access.may_issue_cards)
@answers("people", CardShown)
def restore(id: int) -> Answer:
    """Let a card that was found again be valid again, if its person has no other one."""
    return CardShown.model_validate(cards.restore(actor(), id))
