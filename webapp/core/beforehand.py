"""Slow work of a route, done before the writing starts, so that nobody waits for it."""

from collections.abc import Callable

from flask import Flask, g, request

from .actor import Actor
from .doors import View, admit


def first(work: Callable[[Actor | None], None]) -> Callable[[View], View]:
    """Do this before the route takes the lock, for whoever was admitted."""

    def mark(view: View) -> View:
        view.first = work  # type: ignore[attr-defined]
        return view

    return mark


def do_first(app: Flask) -> None:
    """What the route wants done before the lock; who is asking is asked again once it is held."""
    view = request.url_rule and app.view_functions[request.url_rule.endpoint]
    if work := getattr(view, "first", None):
        work(admit(app))
        g.pop("_login_user", None)
