"""Kinds of e-mails: every one that can be sent, what it is called, and made-up facts to show it with."""

from collections.abc import Callable, Iterator, Mapping
from typing import NamedTuple

Facts = Mapping[str, object]


class Kind(NamedTuple):
    """An e-mail by its template: "lending.approved" is templates/lending/mail/approved.txt. `facts` are made up, and of
    no real person; they may be worked out only within the application."""

    name: str
    title: str  # lazy
    facts: Callable[[], Facts]

    @property
    def template(self) -> str:
        return self.name.replace(".", "/mail/")


class Group(NamedTuple):
    """Kinds that belong together, under a heading."""

    title: str  # lazy
    kinds: tuple[Kind, ...]


_groups: list[Group] = []


def connect(*groups: Group) -> None:
    """All there are, in the order in which they are listed: every slice has its own."""
    _groups[:] = groups


def groups() -> list[Group]:
    return list(_groups)


def every() -> Iterator[Kind]:
    for group in _groups:
        yield from group.kinds


def find(name: str) -> Kind | None:
    """The kind of this name."""
    return next((kind for kind in every() if kind.name == name), None)


def of_template(template: str) -> str:
    """The name of the kind that a template is: "lending/mail/approved" is "lending.approved"."""
    return template.replace("/mail/", ".")
