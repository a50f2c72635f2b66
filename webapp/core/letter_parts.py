"""What an e-mail is made of: its text, as an author wrote it, read into paragraphs, lists, quotes and one button.

A blank line parts paragraphs, `- ` begins a line of a list, and lines that are set in belong to the line above them. A
link is a button only if the template wrote it, so that what people type never becomes one.
"""

import re
from collections.abc import Iterable
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
    for line in text.strip().split("\n"):
        reader.add(line.rstrip())
    return [part for part in reader.parts if part.lines]


class Reader:
    """Reads lines one by one; `above` is the part that the next line may still belong to."""

    def __init__(self, labels: dict[str, str]):
        self.labels = labels
        self.parts: list[Part] = []
        self.above: Part | None = None

    def add(self, text: str) -> None:
        if text in self.labels:
            self._button(text)
        elif self.above and _is_open_quote(self.above):
            self.above.lines.append(Line(text))
        elif not text:
            self.above = None
        elif item := ITEM.fullmatch(text):
            self._line("list", Line(item[2], level=len(item[1]) // 2))
        elif text.startswith(" ") and self.above:
            self._below(self.above, text.strip())
        else:
            self._line("quote" if _is_quoted(text) else "words", Line(text.strip()))

    def _line(self, kind: Kind, line: Line) -> None:
        if self.above is None or self.above.kind != kind:
            self.above = Part(kind, [])
            self.parts.append(self.above)
        self.above.lines.append(line)

    def _button(self, url: str) -> None:
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


def _is_quoted(text: str) -> bool:
    return text.startswith('"')


def _is_open_quote(part: Part) -> bool:
    """A mark that stands alone opens one where it is the first line, and closes it everywhere else."""
    is_only_mark = [line.text for line in part.lines] == ['"']
    return part.kind == "quote" and (is_only_mark or not part.lines[-1].text.endswith('"'))
