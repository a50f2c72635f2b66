"""What comes in: read whole before anybody else has to wait for it, so much, and for so long; and legible."""

from collections.abc import Callable
from typing import TypeVar

from flask import Flask, current_app, request
from werkzeug.exceptions import BadRequest, ClientDisconnected, NotFound, RequestTimeout

from webapp.core.words import _

View = TypeVar("View", bound=Callable[..., object])

SILENCE = 10.0  # seconds between two pieces of a body, then the sender is told that it took too long


def at_most(size: int) -> Callable[[View], View]:
    """A view that takes bodies of up to `size` bytes, where others take MAX_CONTENT_LENGTH."""

    def mark(view: View) -> View:
        view.largest_body = size  # type: ignore[attr-defined]
        return view

    return mark


def limit_in_words() -> str:
    """How much the address of this request takes at once, in a sentence; empty where there is no limit."""
    largest = request.max_content_length
    if largest is None:
        return ""
    return _("Send less at once: up to %(most)s MB.", most=largest // 1_000_000)


def files_came() -> bool:
    """Whether files came with the form that is drawn again: a browser does not keep them chosen."""
    return any(file.filename for _name, file in request.files.items(multi=True))


def receive() -> None:
    """Before anything of a request is looked at, and above all before it takes the writer's turn.

    The body stays with the request, as `request.form`, `request.files` and `request.get_data()`.
    RequestEntityTooLarge or RequestTimeout if it is too big, or too long in coming.
    """
    if not (request.content_length or "Transfer-Encoding" in request.headers):
        return
    view = request.url_rule and current_app.view_functions[request.url_rule.endpoint]
    if largest := getattr(view, "largest_body", None):
        request.max_content_length = largest
    connection = request.environ.get("gunicorn.socket") or request.environ.get(
        "werkzeug.socket"
    )
    if connection:
        connection.settimeout(SILENCE)
    try:
        request.get_data(parse_form_data=True)
    except ClientDisconnected as error:
        raise (
            RequestTimeout if isinstance(error.__context__, TimeoutError) else error
        ) from None
    finally:
        if connection:
            connection.settimeout(None)


def check_legible() -> None:
    """No text that a database keeps may hold a NUL, and PostgreSQL will not even look for one: NotFound, BadRequest.

    What is typed in a field is not looked at here: its own rule says at that field what is wrong.
    """
    if "\0" in request.path:
        raise NotFound
    query = [text for pair in request.args.items(multi=True) for text in pair]
    if any("\0" in text for text in (*query, *request.form, *request.files)):
        raise BadRequest(_("Remove the NUL character, then try again."))


def init_app(app: Flask) -> None:
    app.before_request(receive)
    app.before_request(check_legible)
    app.jinja_env.globals["files_came"] = files_came
