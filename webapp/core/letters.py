"""Letters from templates/<slice>/mail/: `name.txt`, its subject on the first line, is their text and their HTML."""

import re
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from datetime import datetime
from typing import Any, NamedTuple, Protocol, Required, TypedDict, Unpack

from flask import current_app

from . import languages, letter_parts, mail, outbox, words
from .letter_parts import Button
from .words import gettext

NO_STRUCTURE = (
    "\u2060"  # before a line: unseen, and neither a dash, nor a quote, nor a space
)


class Reader(Protocol):
    """Somebody, or a guardian of theirs: `person_id` is theirs, for an e-mail to the guardian too."""

    @property
    def person_id(self) -> int: ...

    @property
    def is_guardian(self) -> bool: ...

    @property
    def name(self) -> str: ...

    @property
    def email(self) -> str: ...

    @property
    def language(self) -> str | None: ...


@contextmanager
def speaking_to(reader: languages.Reader | None) -> Iterator[None]:
    """Word what an e-mail says for who reads it, whatever whoever acts speaks."""
    with words.speaking(languages.of(reader)):
        yield


def worded(facts: Mapping[str, object]) -> dict[str, object]:
    """Facts of which some are yet to be worded, each by a function: in the language that is spoken."""
    return {name: fact() if callable(fact) else fact for name, fact in facts.items()}


class OwnReader:
    """Somebody whose e-mails are their own."""

    id: int
    is_guardian = False

    @property
    def person_id(self) -> int:
        """Among whose e-mails those to them are."""
        return self.id


class Rendered(NamedTuple):
    subject: str
    text: str
    html: str


class Around(NamedTuple):
    """What stands around the words of an e-mail: the school's name, how its reader is greeted, the school's own words
    above those of this kind of e-mail, a paragraph that it adds below those of many kinds, and who signs."""

    school: str
    greeting: str
    opening: str
    note: str
    signature: str

    def without(self, body: str) -> str:
        """The words alone, where a template greets and signs by itself."""
        body = body.strip().removeprefix(f"{self.greeting}\n")
        return body.removesuffix(f"\n\n{self.school}").strip()


def plain(_name: str, reader: str) -> Around:
    """Without a school."""
    greeting = gettext("Dear %(name)s,", name=reader) if reader else ""
    return Around("Backline", greeting, "", "", "Backline")


_around: list[Callable[[str, str], Around]] = []
_choices: list[Callable[[int], str | None]] = []


def connect(
    around: Callable[[str, str], Around], chosen: Callable[[int], str | None]
) -> None:
    """Who knows, by the name of a template and of its reader, what stands around it; and the language that somebody
    chose, by their id."""
    _around[:], _choices[:] = [around], [chosen]


class Chosen(NamedTuple):
    """The language of somebody of whom no more is known; None where they chose none."""

    language: str | None


def reader_of(letter: mail.Claimed) -> Chosen:
    """Who reads a letter: whose it is, and a guardian as whom they answer for."""
    if letter.person_id is None or not _choices:
        return Chosen(None)
    return Chosen(_choices[0](letter.person_id))


def around(name: str, reader: str) -> Around:
    """What stands around an e-mail from this template, to who has this name."""
    return (_around[0] if _around else plain)(name, reader)


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
    type, id = envelope["about"]
    return {
        **content(name, to, context),
        "kind": envelope["kind"],
        "subject_type": type,
        "subject_id": id,
        "step": envelope["step"],
        "due_at": envelope.get("due_at"),
        "calendar": envelope.get("calendar"),
    }


def render(name: str, reader: str = "", /, **context: Any) -> Rendered:
    """`lending/mail/approved`, drawn without a request, as text and as HTML from the same words.

    In it `button(label, endpoint)` is what the reader presses, and `link(endpoint)` a bare address, which becomes a
    button where it stands on a line of its own; both are absolute. The school's words stand around what the template
    says. It is in the language that is spoken.
    """
    return render_in(around(name, reader), name, context)


def render_in(house: Around, name: str, context: Mapping[str, object]) -> Rendered:
    """The same with these words around it."""
    buttons = Buttons()
    template = current_app.jinja_env.get_template(f"{name}.txt")
    values = {
        **context,
        "_": _sentence,
        "link": buttons.link,
        "button": buttons.button,
        "press": buttons.press,
        "beside": buttons.beside,
    }
    subject, _, body = template.render(values).lstrip().partition("\n")
    return framed(" ".join(subject.split()), body, house, buttons)


def _sentence(words: str, **values: Any) -> str:
    """In a template. What somebody typed and a sentence begins with, begins no list and no quote."""
    said = gettext(words, **values)
    is_typed = words.startswith("%(") and said[:1] in ("-", '"', " ")
    return f"{NO_STRUCTURE}{said}" if is_typed else said


def content(name: str, to: Reader, context: Mapping[str, object]) -> mail.Content:
    """The words of a letter that waits for them, in the language of who reads it."""
    with speaking_to(to):
        sentences = render(name, to.name, **context)
    return {
        "person_id": to.person_id,
        "is_to_guardian": to.is_guardian,
        "address": to.email,
        "name": to.name,
        "subject": sentences.subject,
        "text": sentences.text,
        "html": sentences.html,
    }


def framed(subject: str, body: str, house: Around, buttons: "Buttons") -> Rendered:
    """The same of what has been worded already."""
    own = house.without(body)
    said = _one_below_the_other(house.greeting, house.opening, own, house.note)
    drawn = _one_below_the_other(
        house.greeting, _unquoted(house.opening), own, _unquoted(house.note)
    )
    html = current_app.jinja_env.get_template("layout/mail.html").render(
        subject=subject,
        school=house.school,
        signature=house.signature,
        parts=letter_parts.read(drawn, buttons.made),
        links=buttons.links,
    )
    return Rendered(subject, f"{said}\n\n{house.signature}\n", html)


def _one_below_the_other(*parts: str) -> str:
    return "\n\n".join(part for part in parts if part)


def _unquoted(typed: str) -> str:
    """The school's own words with no line that opens a quote: it would swallow what the e-mail says below."""
    return re.sub('^(?=")', NO_STRUCTURE, typed, flags=re.MULTILINE)


class Buttons:
    """The links that a template writes, so that no other one becomes a button."""

    def __init__(self) -> None:
        self.made: list[Button] = []
        self.links: dict[str, Button] = {}  # by the line that holds one

    def link(self, endpoint: str, /, **values: str | int) -> str:
        button = Button(gettext("Open in Backline"), link(endpoint, **values))
        self.made.append(button)
        return button.url

    def button(self, label: str, endpoint: str, /, **values: str | int) -> str:
        return self.press(Button(label, link(endpoint, **values)))

    def beside(self, button: Button) -> str:
        """What can be done about one of several things: a link in a line of its own, and no button."""
        line = f"{button.label}: {button.url}"
        self.links[line] = button
        return line

    def press(self, button: Button) -> str:
        """One that was made elsewhere."""
        self.made.append(button)
        return str(button)


def link(endpoint: str, **values: str | int) -> str:
    """Where the outside reaches a page, whoever asks and from wherever."""
    base = current_app.config["BASE_URL"]
    return f"{base}{current_app.url_map.bind('').build(endpoint, values)}"
