"""Patches: what a PATCH may leave out, and what a PUT says in its place."""

from collections.abc import Container, Iterable
from typing import Any, TypeVar

from pydantic import BaseModel, Field
from pydantic_core import PydanticUndefined, to_jsonable_python

from .inputs import WORDS

Model = TypeVar("Model", bound=BaseModel)
UNSAID: Any = Field(
    default_factory=lambda: None
)  # never read: of a PATCH, only what was sent is handed on


_wholes: dict[
    type[BaseModel], type[BaseModel]
] = {}  # by what a PATCH reads, what a PUT says


def whole(model: type[Model]) -> type[Model]:
    """What a PATCH reads, whose own defaults are those of a PUT."""
    _wholes[model] = model
    return model


def whole_of(model: type[BaseModel] | None) -> type[BaseModel] | None:
    """What a PUT says where a PATCH reads this; None where it has no usual values."""
    return _wholes.get(model) if model else None


def wholes() -> dict[type[BaseModel], type[BaseModel]]:
    """All of them, by what the PATCH reads."""
    return dict(_wholes)


def missing(model: type[BaseModel], said: Container[str]) -> dict[str, str]:
    """The fields that have to be said, and are not, each with the words for it."""
    return {
        name: WORDS["missing"]
        for name, field in model.model_fields.items()
        if field.is_required() and name not in said
    }


def usual(model: type[BaseModel]) -> dict[str, object]:
    """What the fields are that may be left out, as JSON; but for those that then stay as they are."""
    return {
        name: to_jsonable_python(field.get_default(call_default_factory=True))
        for name, field in model.model_fields.items()
        if not field.is_required() and field.default_factory is not UNSAID.default_factory
    }


def partial(model: type[Model]) -> type[Model]:
    """A model of which anything may be left out: what it has of others is UNSAID.

    What it is made of is what a PUT says in its place.
    """
    _wholes[model] = model.__mro__[1]
    for name in model.model_fields.keys() - model.__annotations__.keys():
        field = model.model_fields[name]
        field.default = PydanticUndefined
        field.default_factory = UNSAID.default_factory
    model.model_rebuild(force=True)
    return model


def methods(view: object, asked: Iterable[str] | None) -> list[str] | None:
    """Those of a route: what a PATCH changes, a PUT replaces, in the same view, where all of it has usual values."""
    model = getattr(view, "__annotations__", {}).get("json")
    if asked is None or "PATCH" not in asked or whole_of(model) is None:
        return asked if asked is None else list(asked)
    return [*asked, "PUT"]
