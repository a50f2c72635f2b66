"""Which language a request is answered in, and the words of templates: `_()`, `{% trans %}`."""

from collections.abc import Callable
from functools import lru_cache
from typing import Any, Protocol

from flask import Flask, g, request
from jinja2 import pass_eval_context
from jinja2.nodes import EvalContext
from markupsafe import Markup, escape
from werkzeug.wrappers import Response

from . import numbers, words

NAMES = {
    "en": "English",
    "de": "Deutsch",
    "es": "Español",
    "fr": "Français",
    "nl": "Nederlands",
}  # each by its own
WITH_WORDS = {"text/html", "application/json", "application/problem+json"}


def for_people() -> bool:
    """Whether a request is for a page, not for a program."""
    return not request.path.startswith("/api/")


class Reader(Protocol):
    """Somebody who may have chosen a language."""

    @property
    def language(self) -> str | None: ...


_default: list[Callable[[], str]] = []


def connect(default: Callable[[], str]) -> None:
    """Who knows the school's language, for whoever asks for none that Backline speaks."""
    _default[:] = [default]


def default() -> str:
    """The school's language."""
    return _default[0]() if _default else words.ENGLISH


def named() -> list[tuple[str, str]]:
    """The languages that Backline speaks, each with its own name for itself."""
    return [(code, own_name(code)) for code in words.languages()]


def own_name(code: str) -> str:
    """What a language calls itself."""
    return NAMES.get(code, code)


def speak() -> None:
    """Before anything is looked up: what a browser or a program asks for, else English."""
    known = words.languages()
    g.asked_language = len(known) > 1 and request.accept_languages.best_match(known)
    words.use(g.asked_language or words.ENGLISH)


def speak_to(reader: Reader | None) -> None:
    """On pages: what their reader has chosen, else what their browser asks for, else the school's language.

    Programs go on in what they asked for: it is they who read the answer, and not whose token they have.
    """
    known = words.languages()
    if len(known) == 1 or not for_people():
        return
    chosen = reader and reader.language
    asked: str | None = g.get("asked_language")
    words.use(chosen if chosen in known else asked or default())


def of(reader: Reader | None) -> str:
    """In which language somebody is written to, who has no browser at hand."""
    chosen = reader and reader.language
    return chosen if chosen in words.languages() else default()


def _tell(response: Response) -> Response:
    """Which language an answer is in, where there are words in it."""
    if request.endpoint != "static" and response.mimetype in WITH_WORDS:
        response.headers.setdefault("Content-Language", words.language())
        response.vary.add("Accept-Language")
    return response


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
    app.after_request(_tell)
    environment = app.jinja_env  # it has the extension jinja2.ext.i18n
    environment.policies["ext.i18n.trimmed"] = True
    environment.newstyle_gettext = True  # type: ignore[attr-defined]  # the extension's: facts are its arguments
    environment.globals.update(
        _=gettext,
        gettext=gettext,
        ngettext=ngettext,
        lazy=words.lazy,
        language=words.language,
        own_name=own_name,
    )
