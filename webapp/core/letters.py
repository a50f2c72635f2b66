"""Letters from templates/<slice>/mail/: `name.txt`, its subject on the first line, and perhaps `name.html`."""

from typing import Any, NamedTuple

from flask import current_app
from jinja2 import TemplateNotFound


class Rendered(NamedTuple):
    subject: str
    text: str
    html: str | None


def render(name: str, /, **context: Any) -> Rendered:
    """`lending/mail/approved`, drawn without a request; `link(endpoint)` in it is absolute."""
    told = context | {"link": link}
    drawn = current_app.jinja_env.get_template(f"{name}.txt").render(told)
    subject, _, text = drawn.lstrip().partition("\n")
    return Rendered(" ".join(subject.split()), text.strip() + "\n", _html(name, told))


def link(endpoint: str, **values: Any) -> str:
    """Where the outside reaches a page, whoever asks and from wherever."""
    base = current_app.config["BASE_URL"]
    return f"{base}{current_app.url_map.bind('').build(endpoint, values)}"


def _html(name: str, told: dict[str, Any]) -> str | None:
    try:
        return current_app.jinja_env.get_template(f"{name}.html").render(told)
    except TemplateNotFound:
        return None
