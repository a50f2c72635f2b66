"""The school's own words in each kind of e-mail, in a browser: all kinds, and one with how it looks."""

from itertools import groupby
from operator import attrgetter

from flask import Blueprint, request, url_for
from werkzeug.wrappers import Response

from webapp.core import form_addresses, mail_frames
from webapp.core.doors import actor, go_to, looks, page, signed_in

from .. import kind_words, settings
from ..forms.kind_words import KindWordsForm
from ..kind_words import OwnWords

bp = Blueprint("mail_words", __name__, url_prefix="/settings/mail-words")


@bp.get("")
@signed_in
def index() -> Response:
    by_heading = groupby(kind_words.list_all(actor()), attrgetter("heading"))
    return page(
        "school/mail_words/kinds",
        groups=[(heading, list(kinds)) for heading, kinds in by_heading],
    )


@bp.get("/<kind>")
@signed_in
def show(kind: str) -> Response:
    """The words as they are; or, where the address says what was typed, what an e-mail would look like with that."""
    own = kind_words.find(actor(), kind)
    typed = request.args.get("words", own.words)
    with _form(own, typed) as form:
        return _shown(form, own, typed)


@bp.post("/<kind>")
@signed_in
def decide(kind: str) -> Response:
    own = kind_words.find(actor(), kind)
    with _form(own) as form:
        kind_words.decide(actor(), kind, **form.read())
    return go_to(".show", kind=kind, saved="yes")


@bp.post("/<kind>/preview")
@signed_in
@looks
def look(kind: str) -> Response:
    """The same form again, with the e-mail as it would be; nothing is saved."""
    own = kind_words.find(actor(), kind)
    with _form(own) as form:
        typed = form.read()["words"]
        kind_words.preview(actor(), kind, typed)
        path = url_for(".show", kind=kind)
        address = form_addresses.to_address([("words", typed)], path=path)
        return address or _shown(form, own, typed)


@bp.post("/<kind>/usual")
@signed_in
def reset(kind: str) -> Response:
    own = kind_words.find(actor(), kind)
    with _form(own) as form:
        kind_words.decide(actor(), kind, **{**form.read(), "words": ""})
    return go_to(".show", kind=kind, saved="yes")


@bp.get("/<kind>/html")
@signed_in
def as_html(kind: str) -> Response:
    """As a mail program shows it; the page of the kind frames it, and its links lead nowhere."""
    typed = request.args.get("words", "")
    shown = kind_words.preview(actor(), kind, typed)
    return mail_frames.framed(shown.html, target="_blank")


def _form(own: OwnWords, typed: str = "") -> KindWordsForm:
    """As it begins with these words; sent, it has what was sent."""
    form = KindWordsForm(words=typed, version=own.version)
    form.around = lambda: _preview(own, own.words)
    return form


def _shown(form: KindWordsForm, own: OwnWords, typed: str) -> Response:
    """The page with an e-mail as it would be. Refused at the field where no e-mail could fill something in."""
    kind_words.preview(actor(), own.kind, typed)
    form.around = lambda: _preview(own, typed)
    return page(form.template, form=form)


def _preview(own: OwnWords, typed: str) -> dict[str, object]:
    """What stands around the form: the kind, and an e-mail of it with these words."""
    return {
        "own": own,
        "typed": typed,
        "letter": kind_words.drawn(own.kind, typed),
        "letter_language": settings.language(),
    }
