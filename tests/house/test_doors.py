"""Doors decide nothing: who may stands in access.py or a verb, and what a route needs is said at the route."""

import ast
import re

from tests.house.test_house_rules import ALL, ROOT, SLICES, is_door, modules


def doors():
    yield from ROOT.glob("webapp/*.py")
    yield from (path for path, names in modules(ALL) if is_door(names[1:]))


def test_no_door_refuses_somebody_itself():
    for path in doors():
        for node in ast.walk(ast.parse(path.read_text())):
            if isinstance(node, ast.Raise) and node.exc:
                assert "NotAllowed" not in ast.unparse(node.exc), f"{path}:{node.lineno}"


def test_no_code_knows_a_route_by_its_endpoint():
    """A decorator at the route says what is special about it."""
    for path, _names in modules(SLICES):
        assert not re.search(
            r"request\.endpoint (?:==|!=|in|not in)\b", path.read_text()
        ), path
