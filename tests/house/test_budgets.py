"""How much a reader must hold in mind: counted in nodes of the syntax tree, so that dense lines gain nothing."""

import ast
import re
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
MODULE = 1_800
FUNCTION = 180
WALK = (
    710  # a journey through the browser or a year, a server being started: step after step
)
WALKS = {
    "browser",
    "load",
    "post",
    "races",
    "support",
    "test_migrations.py",
    "test_school_year.py",
}  # where such are
ROUTE = 165  # nodes of its body: a door reads, calls a verb, and shows
ANY, RETURNED_ANY = (
    300,
    60,
)  # places in webapp where a library's edge, or nobody, says what a value is
TEMPLATE = 120  # lines
NODES_A_LINE = 7.5  # of what is no comment and not empty, the demo school apart


def nodes(tree):
    return sum(1 for _ in ast.walk(tree))


def modules(folder):
    for path in sorted(ROOT.glob(f"{folder}/**/*.py")):
        yield path.relative_to(ROOT), path.read_text()


def functions(text):
    for node in ast.walk(ast.parse(text)):
        if isinstance(node, ast.FunctionDef):
            yield node


def is_route(function):
    return any("signed_in" in ast.unparse(each) for each in function.decorator_list)


@pytest.mark.parametrize("folder", ["webapp", "tests", "bench"])
def test_a_module_does_one_thing(folder):
    sizes = {str(path): nodes(ast.parse(text)) for path, text in modules(folder)}
    assert {path: size for path, size in sizes.items() if size > MODULE} == {}


@pytest.mark.parametrize("folder", ["webapp", "tests", "bench"])
def test_a_function_fits_in_the_head(folder):
    too_long = {
        f"{path} {each.name}": nodes(each)
        for path, text in modules(folder)
        for each in functions(text)
        if nodes(each) > (WALK if WALKS & set(path.parts) else FUNCTION)
    }
    assert too_long == {}


def test_a_door_is_thin():
    sizes = {
        f"{path} {each.name}": sum(map(nodes, each.body))
        for path, text in modules("webapp")
        for each in functions(text)
        if is_route(each)
    }
    assert {name: size for name, size in sizes.items() if size > ROUTE} == {}


def test_a_template_shows_one_thing():
    for path in ROOT.glob("templates/**/*.html"):
        assert len(path.read_text().splitlines()) <= TEMPLATE, path


def test_lines_have_room_to_breathe():
    product = [text for path, text in modules("webapp") if path.parts[1] != "demo"]
    lines = sum(1 for text in product for line in text.splitlines() if line.strip())
    assert sum(nodes(ast.parse(text)) for text in product) / lines <= NODES_A_LINE


def test_any_is_for_the_edge_of_a_library():
    text = "".join(text for _, text in modules("webapp"))
    assert len(re.findall(r"\bAny\b", text)) <= ANY
    assert len(re.findall(r"-> Any\b", text)) <= RETURNED_ANY
