"""What an e-mail is made of: its text, as an author wrote it, read into paragraphs, lists, quotes and one button.

A blank line parts paragraphs, `- ` begins a line of a list, and lines that are set in belong to the line above them. A
link is a button only if the template wrote it, so that what people type never becomes one.
"""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Literal, NamedTuple

ITEM = re.compile(r"( *)- (.*)")


Kind = Literal["words", "thing", "list", "quote", "button"]


class Button(NamedTuple):
    """What is pressed, and where it leads."""

    label: str
    url: str

    def __str__(self) -> str:
        return f"{self.label}:\n{self.url}"


@dataclass
class Line:
    text: str
    level: int = 0
    below: list[str] = field(default_factory=list)


@dataclass
class Part:
    """Lines of one kind; a `thing` is a name with what is said of it, and a button has its label and its address."""

    kind: Kind
    lines: list[Line]


def read(text: str, buttons: Iterable[Button]) -> list[Part]:
    """The parts of a text, from top to bottom."""
    reader = Reader({button.url: button.label for button in buttons})
    lines = [line.rstrip() for line in text.strip().split("\n")]
    for number, line in enumerate(lines):
        reader.add(line, lines[number + 1 :])
    return [part for part in reader.parts if part.lines]


class Reader:
    """Reads lines one by one; `above` is the part that the next line may still belong to."""

    def __init__(self, labels: dict[str, str]):
        self.labels = labels
        self.parts: list[Part] = []
        self.above: Part | None = None
        self.is_open = False  # whether what is above is a quote that goes on

    def add(self, text: str, rest: Sequence[str] = ()) -> None:
        """`rest` are the lines below it, one of which must close a quote that it opens."""
        if text in self.labels:
            self._button(text)
        elif self.is_open and self.above:
            self.above.lines.append(Line(text))
            self.is_open = not text.endswith('"')
        elif not text:
            self.above = None
        elif item := ITEM.fullmatch(text):
            self._line("list", Line(item[2], level=len(item[1]) // 2))
        elif text.startswith(" ") and self.above:
            self._below(self.above, text.strip())
        else:
            self._words(text, rest)

    def _words(self, text: str, rest: Sequence[str]) -> None:
        self.is_open = self._opens(text, rest)
        is_quote = self.is_open or _is_closed(text)
        self._line("quote" if is_quote else "words", Line(text.strip()))

    def _opens(self, text: str, rest: Sequence[str]) -> bool:
        """Whether a quote begins here that ends below, before a button and before the next one begins."""
        if not text.startswith('"') or _is_closed(text):
            return False
        for line in rest:
            if line in self.labels:
                return False
            if line.endswith('"'):
                return line == '"' or not line.startswith('"')
        return False

    def _line(self, kind: Kind, line: Line) -> None:
        if self.above is None or self.above.kind != kind:
            self.above = Part(kind, [])
            self.parts.append(self.above)
        self.above.lines.append(line)

    def _button(self, url: str) -> None:
        self.is_open = False
        label = self.labels.pop(url)  # one is enough, whatever is typed below
        if self.above and self.above.lines[-1].text == f"{label}:":
            self.above.lines.pop()
        self.parts.append(Part("button", [Line(label), Line(url)]))
        self.above = None

    def _below(self, above: Part, text: str) -> None:
        """It belongs to the line above: of a name it is what is said of it, of a sentence an entry of a list."""
        head = above.lines[-1]
        if above.kind == "words" and head.text.endswith(":"):
            self._line("list", Line(text))
            return
        if above.kind == "words":
            above.lines.pop()
            self._line("thing", head)
        head.below.append(text)


def _is_closed(text: str) -> bool:
    """Whether a line is a quote by itself; a mark that stands alone opens one."""
    return len(text) > 1 and text.startswith('"') and text.endswith('"')
