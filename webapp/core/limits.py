"""What a browser may know of a model's rules: lengths and bounds, as attributes of its fields."""

from collections.abc import Mapping
from functools import cache
from typing import Any

from markupsafe import Markup

from .inputs import Input

Rule = Mapping[str, Any]  # a field of a model as OpenAPI shows it
ATTRIBUTES = {"maxLength": "maxlength", "minimum": "min", "maximum": "max"}


def limits(query: Input | type[Input], name: str) -> Markup:
    """Of a value that a page asks for by itself, as attributes: `maxlength="200"`, `min="1" max="9"`.

    `query` is the model that reads it, or what it has read.
    """
    return _written(query if isinstance(query, type) else type(query), name)


@cache  # a list asks for the same in each row
def _written(model: type[Input], name: str) -> Markup:
    rule = rules(model)[name]
    return Markup(" ").join(
        Markup('{}="{}"').format(ATTRIBUTES[key], rule[key])
        for key in ATTRIBUTES
        if key in rule
    )


@cache
def rules(model: type[Input]) -> dict[str, Rule]:
    """The model's JSON schema, field by field, as OpenAPI shows it."""
    schema = model.model_json_schema()
    rules = {
        n: rule | rule.get("anyOf", [{}])[0] for n, rule in schema["properties"].items()
    }
    return {
        n: rule | {"required": True} if n in schema.get("required", ()) else rule
        for n, rule in rules.items()
    }
