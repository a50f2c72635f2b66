"""What every form writes: the attributes of its fields, as WTForms does in six times the time, and its token.

WTForms puts each attribute together as a sentence that is safe already; on a page with a form that took a fifth of all.
Flask-WTF looks up for each form of a page anew where it keeps the token.
"""

from flask import Flask, g
from flask_wtf.csrf import generate_csrf
from markupsafe import Markup, escape
from wtforms import widgets
from wtforms.widgets import core


def written(**attributes: object) -> Markup:
    """In the order of the alphabet: `written(class_="input", required=True)` is `class="input" required`."""
    shown = (each for each in sorted(attributes.items()) if each[1] is not False)
    return Markup(" ".join(_one(name, value) for name, value in shown))


def _one(name: str, value: object) -> str:
    name = name.rstrip("_")  # `class` and `for` are words of Python
    if name.startswith(("data_", "aria_")):
        name = name.replace("_", "-")
    if value is True:
        return str(escape(name))
    quoted = str(escape(value)).replace('"', "&quot;")  # what is safe may hold some
    return f'{escape(name)}="{quoted}"'


def _csrf_token() -> str:
    """The token of whoever looks, made once a page."""
    token: str = g.get("csrf_token") or generate_csrf()
    return token


def init_app(app: Flask) -> None:
    """Lets all widgets write theirs so; after Flask-WTF, whose token it stands for."""
    core.html_params = widgets.html_params = written
    widgets.Input.html_params = staticmethod(written)  # type: ignore[method-assign]
    app.jinja_env.globals["csrf_token"] = _csrf_token
