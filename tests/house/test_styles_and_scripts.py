"""Stylesheets and scripts are laid out for reading: short lines, one thing a line, a file a component."""

import re
from pathlib import Path
from statistics import median

import pytest

import webapp
from scripts import static_format

ROOT = Path(webapp.__file__).parents[1]
WHOLE_PAGE = {
    "layers",
    "reset",
    "colours",
    "fonts",
    "tokens",
    "base",
    "disclosure",
    "layout",
    "print",
    "utilities",
}
CLASS_OF = {
    "button": "btn",
    "form": "sheet-form",
    "picture": "pict",
    "segments": "seg",
    "week": "days7",
}
LONGEST_LINE = 100
LONGEST_MEDIAN = 30
SELECTOR = re.compile(r"^ *([^@\s/{}][^{};]*?) \{$", re.MULTILINE)
FIRST_CLASS = re.compile(r"(?:[\w-]+|:is\(|:where\()?[.#]([\w-]+)")


def files(kind):
    return [path for path in static_format.files() if path.suffix == kind]


def components(path):
    """The class or id each selector of a stylesheet begins with."""
    for selectors in SELECTOR.findall(path.read_text()):
        first, *_ = selectors.split(",\n")
        if found := FIRST_CLASS.match(first.strip()):
            yield found[1]


def test_the_formatter_has_nothing_to_change():
    assert [path.name for path in static_format.unformatted()] == []


@pytest.mark.parametrize("kind", [".css", ".js"])
def test_no_line_is_long(kind):
    for path in files(kind):
        for number, line in enumerate(path.read_text().splitlines(), 1):
            assert len(line) <= LONGEST_LINE, f"{path}:{number}"


@pytest.mark.parametrize("kind", [".css", ".js"])
def test_lines_are_short_for_the_most_part(kind):
    lines = [
        line
        for path in files(kind)
        for line in path.read_text().splitlines()
        if line.strip()
    ]
    assert median(map(len, lines)) <= LONGEST_MEDIAN


@pytest.mark.parametrize(("kind", "opening"), [(".css", "/*"), (".js", "//")])
def test_a_file_begins_with_what_it_is_for(kind, opening):
    for path in files(kind):
        assert path.read_text().startswith(opening), path


def test_a_stylesheet_is_named_after_the_component_it_draws():
    nouns = {path.stem for path in ROOT.glob("webapp/**/*")} | WHOLE_PAGE
    for path in files(".css"):
        known = nouns | set(components(path))
        assert CLASS_OF.get(path.stem, path.stem) in known, path


def test_a_component_is_drawn_in_one_stylesheet():
    """What a page on paper leaves out is one list of many components, in print.css."""
    homes = {}
    for path in files(".css"):
        if path.stem != "print":
            for name in components(path):
                homes.setdefault(name, set()).add(path.name)
    assert {name: where for name, where in homes.items() if len(where) > 1} == {}


def test_older_browsers_see_the_light_colours():
    """They know no light-dark(), so each colour stands there a second time."""
    text = (static_format.STATIC / "css" / "colours.css").read_text()
    light = dict(re.findall(r"(--[\w-]+): light-dark\((oklch\([^)]*\)), ", text))
    older = dict(re.findall(r"(--[\w-]+): (oklch\([^)]*\));", text))
    assert older == light
