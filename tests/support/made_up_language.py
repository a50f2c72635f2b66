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

LANGUAGE, MARKS, ENGLISH_MARKS = "qps", "«»", "‹›"
KEPT = re.compile(r"(%\(\w+\)s|%%|<[^>]*>|&\w+;|&#\d+;)")  # of a sentence, as it is
SAID_IN = ("alt", "aria-label", "content", "data-label", "placeholder", "title", "value")
NO_SENTENCE = re.compile(
    r"^\"[^\"]*\"$|^(Africa|America|Antarctica|Asia|Atlantic|Australia|Europe|Indian|Pacific)/.*|\{\w+(:\w+)?\}|"
    r"\b[0-9a-f]{12}\b|\b[A-Z]{2,4}-\d+\b|https?://\S+|\S+@\S+|\b(Backline|CSV|SKU|PDF|Excel|iPhone|iPad|Android|Thunderbird|A4|Letter|UTC|[A-Z]+_[A-Z_]+)\b"
)
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


def in_it(sentence, marks):
    """A sentence in this language."""
    return "".join(
        part
        if KEPT.fullmatch(part) or not re.search("[A-Za-z]", part)
        else f"{marks[0]}{alternating(part)}{marks[1]}"
        for part in KEPT.split(sentence)
    )


def catalogues(folder):
    """The language as a translator would hand it in, compiled and read as any other; and English, in other marks."""
    for language, marks in (("en", ENGLISH_MARKS), (LANGUAGE, MARKS)):
        with TEMPLATE.open() as file:
            sentences = read_po(file, locale="en")
        for message in sentences:
            if isinstance(message.id, tuple):
                message.string = tuple(in_it(each, marks) for each in message.id)
            elif message.id:
                message.string = in_it(message.id, marks)
        path = folder / language / "LC_MESSAGES" / "messages.mo"
        path.parent.mkdir(parents=True)
        with path.open("wb") as file:
            write_mo(file, sentences)
    return words.found(folder)


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


class Data:
    """What people typed, by its first word, so that it is found again in what is drawn."""

    def __init__(self, strings):
        self.by_word = {}
        for each in sorted(strings, key=len, reverse=True):
            found = re.search(r"\w+", each)
            if found and re.search(r"[^\W\d_]", each):
                whole = re.compile(rf"(?<!\w){re.escape(each)}(?!\w)")
                self.by_word.setdefault(found[0], []).append(whole)

    def taken_out(self, text):
        """A text with a star for each piece of data in it."""
        for word in re.findall(r"\w+", text):
            for each in self.by_word.get(word, ()):
                text = each.sub("*", text)
        return text


def english_in(text, data, marks=MARKS):
    """What of a text no translator saw, with stars for data and 9 for figures; empty where there is nothing."""
    said = re.compile(f"{marks[0]}([^{marks}]*){marks[1]}")
    is_bent = any(alternating(each) != each for each in said.findall(text))
    left = text if is_bent else said.sub("…", text)
    left = re.sub(r"\d+", "9", re.sub(NO_SENTENCE, "*", data.taken_out(left)))
    if is_bent or re.search(r"[^\W\d_]{2}|[«»‹›]", left):
        return left
    return ""
