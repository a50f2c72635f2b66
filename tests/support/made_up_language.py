"""A language that nobody speaks, made of Backline's own sentences: what reads as English there, no translator sees.

Each run of text of a sentence is «lIkE tHiS»; facts stay outside the marks, so that an English word which is handed
to a sentence as a fact is seen as well, and so is a sentence that was turned to small letters or cut afterwards.
"""

import re
from html.parser import HTMLParser

from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po

from scripts.words import TEMPLATE
from webapp.core import words

LANGUAGE, MARKS = "qps", "«»"
KEPT = re.compile(r"(%\(\w+\)s|%%|<[^>]*>|&\w+;|&#\d+;)")  # of a sentence, as it is
SAID_IN = ("alt", "aria-label", "content", "data-label", "placeholder", "title", "value")
OF_MACHINES = {"script", "style", "svg", "code", "kbd", "samp"}


def alternating(text):
    """The same letters, small and capital by turns."""
    small, out = True, []
    for letter in text:
        out.append(
            (letter.lower() if small else letter.upper()) if letter.isalpha() else letter
        )
        small ^= letter.isalpha()
    return "".join(out)


def in_it(sentence, marks=MARKS):
    """A sentence in this language."""
    return "".join(
        part
        if KEPT.fullmatch(part) or not re.search("[A-Za-z]", part)
        else f"{marks[0]}{alternating(part)}{marks[1]}"
        for part in KEPT.split(sentence)
    )


def catalogues(folder):
    """The language as a translator would hand it in, compiled and read as any other."""
    with TEMPLATE.open() as file:
        sentences = read_po(file, locale="en")
    for message in sentences:
        if message.id:
            both = message.id if isinstance(message.id, tuple) else [message.id]
            said = tuple(in_it(each) for each in both)
            message.string = said if isinstance(message.id, tuple) else said[0]
    path = folder / LANGUAGE / "LC_MESSAGES" / "messages.mo"
    path.parent.mkdir(parents=True)
    with path.open("wb") as file:
        write_mo(file, sentences)
    return words._read(folder)


class _Page(HTMLParser):
    """What people read of a page: its text between two tags, and what its attributes say."""

    def __init__(self):
        super().__init__()
        self.read, self.closed = [], []

    def handle_starttag(self, tag, attrs):
        if tag in OF_MACHINES:
            self.closed.append(tag)
        given = dict(attrs)
        said = SAID_IN if given.get("type") in ("submit", "button") else SAID_IN[:-1]
        if tag == "meta" and given.get("name") != "description":
            said = ()
        self.read += [given[name] for name in said if given.get(name)]

    def handle_endtag(self, tag):
        if self.closed and self.closed[-1] == tag:
            self.closed.pop()

    def handle_data(self, data):
        if not self.closed and data.strip():
            self.read.append(" ".join(data.split()))


def read_of(html):
    """What people read of a page, piece by piece."""
    page = _Page()
    page.feed(html)
    return page.read
