"""One's own language, in a browser."""

from werkzeug.wrappers import Response

from webapp.core import languages
from webapp.core.doors import actor, go_to, page, signed_in
from webapp.core.said import Said
from webapp.core.words import _

from .. import speaking
from ..forms import LanguageForm
from .people import bp, languages_of_people


@bp.get("/me/language")
@signed_in
def own_language() -> Response:
    return page("layout/form", form=_form(language=actor().language))


@bp.post("/me/language")
@signed_in
def choose_own_language() -> Response:
    """The word after it is in the language that was chosen."""
    with _form() as form:
        chosen = speaking.choose(actor(), actor().id, **form.read())
    languages.speak_to(chosen)
    return go_to(".show", Said(_("Your language is changed")), id=chosen.id)


def _form(**start: str | None) -> LanguageForm:
    return LanguageForm(choices={"language": languages_of_people()}, **start)
