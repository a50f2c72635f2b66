"""Cards in a browser: given on a person's page, printed as a sheet, replaced when they are lost."""

from flask import request, url_for
from markupsafe import Markup
from werkzeug.wrappers import Response

from webapp.core.doors import actor, go_to, page, signed_in
from webapp.core.inputs import an_id
from webapp.core.said import Said
from webapp.core.words import _

from .. import card_codes, cards, groups, people
from ..forms import CardForm
from .people import bp

MOST = 100  # cards in one go
ON_SHEET = 10


@bp.get("/people/<int:id>/card")
@signed_in
def new_card(id: int) -> Response:
    people.find(actor(), id)
    cards.check_may_issue(actor())
    return page("layout/form", form=CardForm())


@bp.post("/people/<int:id>/card")
@signed_in
def issue_card(id: int) -> Response:
    with CardForm() as form:
        cards.issue(actor(), id, **form.read())
    return go_to("people.show", Said(_("The card is theirs now")), id=id)


@bp.post("/cards/<int:id>/end")
@signed_in
def end_card(id: int) -> Response:
    return go_to(
        "people.show",
        Said(_("The card opens nothing any more"), undo=url_for(".restore_card", id=id)),
        id=cards.end(actor(), id).user_id,
    )


@bp.post("/cards/<int:id>/restore")
@signed_in
def restore_card(id: int) -> Response:
    return go_to(
        "people.show",
        Said(_("The card is good again"), tone="mute"),
        id=cards.restore(actor(), id).user_id,
    )


@bp.get("/people/cards")
@signed_in
def print_cards() -> Response:
    """Of these people, or of those of a group; who has none is named."""
    cards.check_may_issue(actor())
    of_people = cards.of_people(actor(), _ids()[:MOST])
    printed = [(person, card) for person, card in of_people if card]
    return page(
        "people/cards",
        sheets=[printed[at : at + ON_SHEET] for at in range(0, len(printed), ON_SHEET)],
        without=[person for person, card in of_people if not card],
        qr=_code,
    )


def _ids() -> list[int]:
    if group := request.args.get("group", type=an_id):
        return [member.id for member in groups.members(actor(), group)]
    return request.args.getlist("person", type=an_id)


def _code(text: str) -> Markup:
    return Markup(card_codes.drawn(text))  # noqa: S704  # drawn from a code
