"""Which language a request is answered in, and the words of templates: `_()`, `{% trans %}`."""

from functools import lru_cache
from typing import Any

from flask import Flask, request
from jinja2 import pass_eval_context
from jinja2.nodes import EvalContext
from markupsafe import Markup, escape

from . import numbers, words

NAMES = {
    "en": "English",
    "de": "Deutsch",
    "es": "Español",
    "fr": "Français",
    "nl": "Nederlands",
}  # each by its own


def for_people() -> bool:
    """Whether a request is for a page, not for a program."""
    return not request.path.startswith("/api/")


def speak() -> None:
    """Pages speak the reader's language, if Backline has it; to programs it speaks English."""
    known = words.languages()
    wanted = request.accept_languages if len(known) > 1 and for_people() else None
    words.use((wanted and wanted.best_match(known)) or words.ENGLISH)


@pass_eval_context
def gettext(context: EvalContext, message: str, /, **facts: Any) -> str:
    """As `words.gettext`, in a template: the sentence is trusted, its facts are escaped."""
    return _with(words.translated(message), facts, context.autoescape)


@pass_eval_context
def ngettext(
    context: EvalContext, one: str, many: str, number: int, /, **facts: Any
) -> str:
    """As `words.ngettext`, in a template: the sentence is trusted, its facts are escaped."""
    text = words.translated_number(one, many, number)
    facts = numbers.counted({"num": number} | facts, number, words.language())
    return _with(text, facts, context.autoescape)


def _with(text: str, facts: dict[str, Any], is_html: bool) -> str:
    """A sentence with its facts; `Markup(text) % facts` takes three times as long, and a page has hundreds."""
    if not is_html:
        return str.__mod__(text, facts)
    if not facts:
        return _alone(text)
    return Markup(str.__mod__(text, {name: escape(fact) for name, fact in facts.items()}))


@lru_cache(4096)  # sentences, of which there are fewer
def _alone(text: str) -> Markup:
    return Markup(str.__mod__(text, ()))


def init_app(app: Flask) -> None:
    app.before_request(speak)
    environment = app.jinja_env  # it has the extension jinja2.ext.i18n
    environment.policies["ext.i18n.trimmed"] = True
    environment.newstyle_gettext = True  # type: ignore[attr-defined]  # the extension's: facts are its arguments
    environment.globals.update(
        _=gettext,
        gettext=gettext,
        ngettext=ngettext,
        lazy=words.lazy,
        language=words.language,
    )
