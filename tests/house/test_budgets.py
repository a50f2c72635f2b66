"""How much a reader must hold in mind: counted in nodes of the syntax tree, so that dense lines gain nothing."""

import ast
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
MODULE = {"webapp": 2_600, "tests": 7_500}
FUNCTION = {"webapp": 570, "tests": 850}
ROUTE = 320  # nodes of its body: a door reads, calls a verb, and shows
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


@pytest.mark.parametrize("folder", sorted(MODULE))
def test_a_module_does_one_thing(folder):
    sizes = {str(path): nodes(ast.parse(text)) for path, text in modules(folder)}
    assert {path: size for path, size in sizes.items() if size > MODULE[folder]} == {}


@pytest.mark.parametrize("folder", sorted(FUNCTION))
def test_a_function_fits_in_the_head(folder):
    sizes = {
        f"{path} {each.name}": nodes(each)
        for path, text in modules(folder)
        for each in functions(text)
    }
    assert {name: size for name, size in sizes.items() if size > FUNCTION[folder]} == {}


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


@pytest.mark.parametrize(
    "name", ["core", "people", "repairs", "lending", "reports", "demo"]
)
def test_these_slices_keep_the_goal_already(name):
    """A module has at most 1,800 nodes, a function 180; the budgets above are for those on their way there."""
    for path, text in modules(f"webapp/{name}"):
        assert nodes(ast.parse(text)) <= 1_800, path
        for function in functions(text):
            assert nodes(function) <= 180, f"{path} {function.name}"
