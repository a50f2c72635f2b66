"""Templates and their macros: what Jinja looks up, or draws, again and again for the same outcome."""

from collections.abc import Callable, MutableMapping
from functools import _lru_cache_wrapper, lru_cache
from types import BuiltinFunctionType, FunctionType
from typing import Any

from flask.sansio.app import App
from flask.templating import Environment as FlaskEnvironment
from flask_login import current_user
from jinja2 import Template as JinjaTemplate
from jinja2.environment import Environment as JinjaEnvironment
from jinja2.environment import TemplateModule
from jinja2.runtime import Context as JinjaContext
from jinja2.runtime import Macro
from markupsafe import Markup, escape

from . import words

MOST_DRAWN = 2000  # outcomes of a macro that a process keeps
# What takes a context only where it says so.
PLAIN = (FunctionType, BuiltinFunctionType, _lru_cache_wrapper)


class Context(JinjaContext):
    """What is called in a template is a macro or a function, nearly always: Jinja asks each six things first."""

    def call(
        self, what: Callable[..., object], /, *args: object, **named: object
    ) -> object:
        """As Jinja does."""
        kind = type(what)
        if kind is not Macro and (kind not in PLAIN or hasattr(what, "jinja_pass_arg")):
            return super().call(what, *args, **named)
        named.pop("_block_vars", None)
        named.pop("_loop_vars", None)
        if kind is Macro:
            return what(self.eval_ctx, *args, **named)
        return what(*args, **named)


class Template(JinjaTemplate):
    """One whose macros are made once, however often they are imported without context.

    Jinja looks each time whether the globals were added to since the template was compiled. All of them are there when
    there is one set; a row that imports two files of macros, thirty times on a page, cost a fifth of its calls.
    """

    def _get_default_module(self, ctx: JinjaContext | None = None) -> TemplateModule:
        return super()._get_default_module(None)

    @classmethod
    def _from_namespace(
        cls,
        environment: JinjaEnvironment,
        namespace: MutableMapping[str, object],
        globals: MutableMapping[str, object],
    ) -> JinjaTemplate:
        namespace["escape"] = written
        return super()._from_namespace(environment, namespace, globals)


class Environment(FlaskEnvironment):
    """One that keeps every template: there are more than the 400 that Jinja keeps."""

    template_class = Template
    context_class = Context

    def __init__(self, app: App, **options: Any) -> None:
        super().__init__(app, cache_size=-1, **options)
        self.globals["once"] = once
        self.globals["with_face_if_signed_in"] = with_face_if_signed_in


def written(value: object) -> Markup:
    """As `escape`, which takes what is safe already apart and puts it together again; half of a page is."""
    return value if type(value) is Markup else escape(value)


def once(macro: Callable[..., str]) -> Callable[..., str]:
    """A macro that draws the same for the same arguments, whoever looks and wherever: it is done once a language.

    What it draws hangs on nothing else, so nothing that is kept is ever old.
    """

    @lru_cache(MOST_DRAWN, typed=True)  # a text that is safe is not the one that equals it
    def drawn(_language: str, *args: object, **named: object) -> str:
        return macro(*args, **named)

    def draw(*args: object, **named: object) -> str:
        if words.LazyWithFacts in map(type, args):  # equal in English alone
            return macro(*args, **named)
        return drawn(words.language(), *args, **named)

    return draw


def with_face_if_signed_in(macro: Callable[..., str]) -> Callable[..., str]:
    """A macro that draws a `face`, without it for who reads by the link of an e-mail: the photo is kept from them."""

    def draw(*args: object, face: str = "", **named: object) -> str:
        shown = face if face and getattr(current_user, "is_authenticated", False) else ""
        return macro(*args, face=shown, **named)

    return draw
