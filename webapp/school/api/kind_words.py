"""The school's own words in each kind of e-mail, for programs."""

from flask import Blueprint

from webapp.core.doors import actor, if_match, only, signed_in
from webapp.core.openapi import Answer, answer_one, answers
from webapp.people import access

from .. import kind_words
from ..schemas.kind_words import (
    KindPreviewShown,
    KindWordsInput,
    KindWordsPatch,
    KindWordsShown,
)

bp = Blueprint("mail_words_api", __name__, url_prefix="/api/inventory/mail-words")


@bp.get("/")
@signed_in
@only(access.may_manage)
@answers("settings", list[KindWordsShown])
def list_kinds_by_api() -> Answer:
    """List all kinds of e-mails, with the school's own words in each."""
    return [KindWordsShown.model_validate(own) for own in kind_words.list_all(actor())]


@bp.get("/<kind>/")
@signed_in
@only(access.may_manage)
@answers("settings", KindWordsShown)
def show_kind_by_api(kind: str) -> Answer:
    """Show the school's own words in a kind of e-mail; the ETag is their version."""
    return answer_one(KindWordsShown, kind_words.find(actor(), kind))


@bp.patch("/<kind>/")
@signed_in
@only(access.may_manage)
@answers("settings", KindWordsShown, 412, 422)
def decide_kind_by_api(kind: str, json: KindWordsPatch) -> Answer:
    """Put words of the school's own into a kind of e-mail; empty for the usual ones."""
    typed = json.model_dump(exclude_unset=True)
    own = kind_words.decide(actor(), kind, **typed, version=if_match())
    return answer_one(KindWordsShown, own)


@bp.post("/<kind>/preview/")
@signed_in
@only(access.may_manage)
@answers("settings", KindPreviewShown, 422)
def preview_kind_by_api(kind: str, json: KindWordsInput) -> Answer:
    """Show an e-mail of a kind, about made-up facts, with these words; nothing is saved."""
    letter = kind_words.preview(actor(), kind, json.words)
    return KindPreviewShown.model_validate(letter)
