"""People for programs: how they stand, and the cards by which they are recognised at the desk."""

from flask import Blueprint

from webapp.core import paging
from webapp.core.doors import actor, only, signed_in
from webapp.core.openapi import Answer, answer_list, answers

from . import access, cards, figures, profiles, speaking
from . import people as noun
from .schemas import (
    CardQuery,
    CardShown,
    FiguresShown,
    LanguageInput,
    LanguageShown,
    NewCardInput,
    PersonQuery,
    PersonShown,
)

bp = Blueprint("cards_api", __name__, url_prefix="/api/inventory/cards")
people = Blueprint("people_api", __name__, url_prefix="/api/inventory/people")


@people.get("/")
@signed_in
@answers("people", list[PersonShown], 422)
def everybody(query: PersonQuery) -> Answer:
    """List the people you may see, by name: the office everybody, teachers their students, students themselves.

    The next page is in the Link header.
    """
    after = paging.place(query.after, str, int)
    filters = query.model_dump(exclude={"after", "limit", "count"})
    rows = noun.all_people(
        actor(), **filters, by_card=True, after=after, limit=query.limit + 1
    )
    part = paging.cut(rows, query.limit, noun.by_name)
    shown = profiles.of_people(actor(), part.rows)
    return (
        [PersonShown.model_validate(each) for each in shown],
        200,
        paging.link_to_next(part),
    )


@people.get("/<int:id>/")
@signed_in
@answers("people", PersonShown)
def one(id: int) -> Answer:
    """Show one of them: with their groups, and whom to call."""
    return PersonShown.model_validate(profiles.find(actor(), id))


@people.get("/<int:id>/standing/")
@signed_in
@answers("people", FiguresShown)
def standing(id: int) -> Answer:
    """Show the six numbers of somebody's standing: staff of whom they see, students their own."""
    return FiguresShown.model_validate(figures.of(actor(), id))


@people.get("/<int:id>/language/")
@signed_in
@answers("people", LanguageShown)
def language(id: int) -> Answer:
    """Show in which language somebody is spoken to: staff of whom they see, students their own."""
    return LanguageShown.model_validate(noun.find(actor(), id))


@people.patch("/<int:id>/language/")
@signed_in
@answers("people", LanguageShown, 422)
def choose_language(id: int, json: LanguageInput) -> Answer:
    """Speak to somebody in this language: on pages, in e-mails and in their calendar."""
    sent = json.model_dump(exclude_unset=True)
    person = speaking.choose(actor(), id, **sent) if sent else noun.find(actor(), id)
    return LanguageShown.model_validate(person)


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
