"""Templates whose macros others import, and what a page asks of Jinja hundreds of times: found and called directly."""

from collections.abc import Callable, MutableMapping
from functools import _lru_cache_wrapper
from types import FunctionType, MethodType

from flask.templating import Environment as FlaskEnvironment
from jinja2 import Template as JinjaTemplate
from jinja2.environment import TemplateModule
from jinja2.runtime import Context as JinjaContext
from jinja2.runtime import Macro
from jinja2.utils import _PassArg

PLAIN = (FunctionType, MethodType, _lru_cache_wrapper)


class Template(JinjaTemplate):
    """One whose macros know what is global to the application, and what they are given.

    Jinja lets a template be read with globals of its own, so it compares the names of all of them at each import. Here
    there is one set; a row that imports two files of macros, thirty times on a page, cost a fifth of its calls.
    """

    def _get_default_module(self, ctx: JinjaContext | None = None) -> TemplateModule:
        return super()._get_default_module(None)


class Context(JinjaContext):
    """One that calls macros and functions as what they are; Jinja looks at each call what it may be, which takes as
    long as many of them.
    """

    def call(
        self, called: Callable[..., object], /, *given: object, **named: object
    ) -> object:
        kind = type(called)
        if kind is Macro:
            takes: _PassArg | None = _PassArg.eval_context
        elif kind in PLAIN:
            takes = _PassArg.from_obj(called)
        else:
            return super().call(called, *given, **named)
        if takes is _PassArg.eval_context:
            given = self.eval_ctx, *given
        elif takes is not None:
            return super().call(called, *given, **named)
        named.pop("_block_vars", None)
        named.pop("_loop_vars", None)
        return called(*given, **named)


class Environment(FlaskEnvironment):
    """One that keeps every template, unless they may change, and knows it by its name; there are more than the 400
    that Jinja keeps.
    """

    template_class = Template
    context_class = Context

    def get_template(
        self,
        name: str | JinjaTemplate,
        parent: str | None = None,
        globals: MutableMapping[str, object] | None = None,
    ) -> JinjaTemplate:
        if self.auto_reload or globals or not isinstance(name, str):
            return super().get_template(name, parent, globals)
        known: dict[str, JinjaTemplate] = self.__dict__.setdefault("known", {})
        found = known.get(name)
        if found is None:
            found = known[name] = super().get_template(name, parent)
        return found
