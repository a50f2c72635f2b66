"""In the API's description a thing has one name and one type wherever it is met."""

import re
from datetime import datetime
from typing import get_args

import pytest

from webapp.core.openapi import Shown


@pytest.fixture
def engine():
    return "sqlite"


def fields(document):
    """Each field of each schema: the schema's name, its own, and the types it may have."""
    for name, schema in document["components"]["schemas"].items():
        for field, rule in schema.get("properties", {}).items():
            types = {each.get("type") for each in [rule, *rule.get("anyOf", ())]}
            yield name, field, types - {None, "null"}


OTHER_WORDS = {"note", "act", "location_name", "vendor_name", "from_name", "to_name"}


PLACES = {"location", "from_location", "to_location", "supplier", "vendor"}


THINGS = {
    "item",
    "unit",
    "room",
    "student",
    "checkout",
    "operation",
    "movement",
    "level",
    "rule",
}


MONEY = r"(value|cost|rate|price|deposit|amount|charged|paid|owed|balance)$"


def test_a_thing_is_called_the_same_everywhere(document):
    """Ids without `_id`, money without `_minor`, notes as `notes`, kinds as `kind`."""
    for name, field, _types in fields(document):
        assert not re.search(r"(_id|_minor|_ids)$", field), f"{name}.{field}"
        assert field not in OTHER_WORDS, f"{name}.{field}"


def test_a_thing_has_the_same_type_everywhere(document):
    """References are ids, those of units tags too; places and suppliers are answered by name, money is a decimal."""
    for name, field, types in fields(document):
        is_answer = name.endswith(ANSWERS)
        if field in PLACES:
            named = {"string"} if is_answer else {"string", "integer"}
            assert types == named, f"{name}.{field}"
        if field == "unit" and not is_answer:
            assert types in ({"integer"}, {"string", "integer"}), f"{name}.{field}"
        elif field in THINGS:
            assert types == {"integer"}, f"{name}.{field}"
        if re.search(MONEY, field):
            decimal = {"string"} if is_answer else {"string", "number"}
            assert types <= decimal, f"{name}.{field}"


def test_every_time_is_on_the_schools_clock():
    """Whatever a verb hands over, an answer's times carry the school's offset."""
    shown = [each for each in subclasses(Shown) if not each.__module__.startswith("tests.")]
    assert len(shown) > 60
    for model in shown:
        for name, field in model.model_fields.items():
            parts = [field.annotation, *get_args(field.annotation)]
            if datetime in parts or any(
                get_args(part)[:1] == (datetime,) for part in parts
            ):
                said = str(field.metadata) + str(parts)
                assert "AfterValidator" in said, f"{model.__name__}.{name}: say At"


def subclasses(model):
    return [
        each for child in model.__subclasses__() for each in (child, *subclasses(child))
    ]


ANSWERS = (
    "Shown",
    "Listed",
    "Told",
    "Done",
    "Made",
    "InFull",
    "Found",
    "Applied",
    "Checked",
    "LevelChange",
)
