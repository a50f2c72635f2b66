"""What the table of scenarios says Backline does, a test of that name proves."""

import re
from collections import Counter
from pathlib import Path

ROOT = Path(__file__).parents[2]
ROW = re.compile(r"^\| ([A-N]\d\d) \| [^|]+ \| (yes|part|not yet) \| [^|]* \|$", re.M)
NAMED = re.compile(r"^ *def test_([a-n]\d\d)_", re.M)


def said():
    """What is said of each scenario, by its number."""
    return ROW.findall(table())


def proved():
    """The numbers that tests are named for."""
    files = (ROOT / "tests").glob("**/test_*.py")
    return {id.upper() for file in files for id in NAMED.findall(file.read_text())}


def test_every_scenario_that_is_there_has_a_test_of_its_name():
    missing = {id for id, does in said() if does == "yes"} - proved()
    assert not missing


def test_a_test_is_named_for_a_scenario_that_is_on_the_list():
    assert not proved() - {id for id, _does in said()}


def test_each_scenario_is_told_once():
    told = Counter(id for id, _does in said())
    assert set(told.values()) == {1}
    assert len(told) == table().count("\n| ") - len(themes())


def themes():
    """The rows that only name a theme, the head of the table among them."""
    return re.findall(r"^\| \| ", table(), re.M)


def table():
    return (ROOT / "docs/lending.md").read_text().partition("## The scenarios")[2]
