"""Names beside ids: where an answer refers to somebody or something by an id, it also says what that is called.

A schema says so in the next line: `student: int`, `student_name: PersonName = BESIDE`. The door looks the names up when
the answer is made, all of one kind in one statement, however many rows there are.
"""

from collections import defaultdict
from collections.abc import Callable, Collection, Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from typing import Annotated, NamedTuple, get_args

from pydantic import BaseModel, Field

Names = Callable[
    [Collection[int]], Mapping[int, str]
]  # by ids; the caller has checked who may
_sources: dict[str, Names] = {}


def connect(sources: Mapping[str, Names]) -> None:
    """Who knows the names of each kind."""
    _sources.clear()
    _sources.update(sources)


@dataclass(frozen=True)
class NameOf:
    """That a field holds a name, and of what."""

    kind: str


PersonName = Annotated[str, NameOf("person")]
ItemName = Annotated[str, NameOf("item")]
SetName = Annotated[str, NameOf("set")]
GroupName = Annotated[str, NameOf("group")]
RoomName = Annotated[str, NameOf("room")]
RoomGroupName = Annotated[str, NameOf("room group")]
BESIDE = Field(default_factory=str, validation_alias="")  # no row is asked for it


class _Beside(NamedTuple):
    """A field with a name, the one with its id, and what has that name."""

    name: str
    id: str
    kind: str


def fill(answer: object) -> None:
    """Write the names into an answer: a schema, or several in a list or by a key."""
    schemas = list(_schemas(answer))
    ids: dict[str, set[int]] = defaultdict(set)
    for schema in schemas:
        for beside in _names(type(schema)):
            if (id := getattr(schema, beside.id)) is not None:
                ids[beside.kind].add(id)
    names = {kind: _sources[kind](sorted(ids[kind])) for kind in ids}
    for schema in schemas:
        for beside in _names(type(schema)):
            id = getattr(schema, beside.id)
            name = None if id is None else names[beside.kind].get(id, "")
            setattr(schema, beside.name, name)


def _schemas(value: object) -> Iterator[BaseModel]:
    """Those with names in them, or in what they hold."""
    if isinstance(value, BaseModel):
        if _has_names(type(value)):
            yield value
            for name in _parts(type(value)):
                yield from _schemas(getattr(value, name))
    elif isinstance(value, Mapping):
        yield from _schemas(list(value.values()))
    elif isinstance(value, list | tuple):
        for part in value:
            yield from _schemas(part)


@cache
def _names(model: type[BaseModel]) -> tuple[_Beside, ...]:
    return tuple(
        _Beside(name, name.removesuffix("_name"), mark.kind)
        for name, field in model.model_fields.items()
        for mark in (*field.metadata, *_within(field.annotation))
        if isinstance(mark, NameOf)
    )


@cache
def _parts(model: type[BaseModel]) -> tuple[str, ...]:
    """The fields that hold schemas with names."""
    return tuple(
        name
        for name, field in model.model_fields.items()
        if any(_is_named(each) for each in (field.annotation, *_within(field.annotation)))
    )


@cache
def _has_names(model: type[BaseModel]) -> bool:
    return bool(_names(model) or _parts(model))


def _is_named(annotation: object) -> bool:
    return (
        isinstance(annotation, type)
        and issubclass(annotation, BaseModel)
        and _has_names(annotation)
    )


def _within(annotation: object) -> Iterator[object]:
    """What an annotation is made of."""
    for part in get_args(annotation):
        yield part
        yield from _within(part)
