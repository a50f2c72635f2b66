"""Letters from templates/<slice>/mail/: `name.txt`, its subject on the first line, and perhaps `name.html`."""

from collections.abc import Mapping
from datetime import datetime
from functools import cache
from typing import Any, NamedTuple, Protocol, Required, TypedDict, Unpack

from flask import current_app
from jinja2 import Environment, TemplateNotFound

from . import mail, outbox, words

in_its_language = words.speaking(words.ENGLISH)
"""Decorates what words an e-mail: it does so for who reads it, whatever whoever acts speaks."""


class Reader(Protocol):
    @property
    def name(self) -> str: ...

    @property
    def email(self) -> str: ...


class Rendered(NamedTuple):
    subject: str
    text: str
    html: str | None


class Envelope(TypedDict, total=False):
    """What a letter is about (the type and id of its subject), of which kind it is, and when it is due."""

    about: Required[tuple[str, int]]
    kind: Required[str]
    step: Required[str]
    due_at: datetime | None
    calendar: str | None


def post(
    name: str, to: Reader, context: Mapping[str, Any], **envelope: Unpack[Envelope]
) -> bool:
    """Draw it and leave it for the worker, as `outbox.write` does."""
    return outbox.write(**drawn(name, to, context, **envelope))


def drawn(
    name: str, to: Reader, context: Mapping[str, Any], **envelope: Unpack[Envelope]
) -> mail.New:
    """A letter for the outbox, which is not written yet."""
    sentences = render(name, **context)
    type, id = envelope["about"]
    return {
        "kind": envelope["kind"],
        "subject_type": type,
        "subject_id": id,
        "step": envelope["step"],
        "address": to.email,
        "name": to.name,
        "subject": sentences.subject,
        "text": sentences.text,
        "html": sentences.html,
        "due_at": envelope.get("due_at"),
        "calendar": envelope.get("calendar"),
    }


def render(name: str, /, **context: Any) -> Rendered:
    """`lending/mail/approved`, drawn without a request; `link(endpoint)` in it is absolute.

    It speaks English, for who reads it may be somebody else than whose act it tells of.
    """
    values = context | {"link": link}
    with words.speaking(words.ENGLISH):
        drawn = current_app.jinja_env.get_template(f"{name}.txt").render(values)
        subject, _, text = drawn.lstrip().partition("\n")
        return Rendered(" ".join(subject.split()), text.strip() + "\n", _html(name, values))


def link(endpoint: str, **values: str | int) -> str:
    """Where the outside reaches a page, whoever asks and from wherever."""
    base = current_app.config["BASE_URL"]
    return f"{base}{current_app.url_map.bind('').build(endpoint, values)}"


def _html(name: str, values: dict[str, Any]) -> str | None:
    environment = current_app.jinja_env
    return (
        environment.get_template(f"{name}.html").render(values)
        if _exists(environment, f"{name}.html")
        else None
    )


@cache  # most have none, and to look for it again takes as long as to draw the rest
def _exists(environment: Environment, name: str) -> bool:
    try:
        return environment.get_template(name) is not None
    except TemplateNotFound:
        return False
