"""What a script says comes with its page, where translators see it."""

import re

import pytest

from tests.house.test_house_rules import ROOT

COMMENT = re.compile(r"(?m)(?:^|\s)//.*$")
QUOTED = re.compile(r"'([^'\n]*)'|\"([^\"\n]*)\"|`([^`]*)`")
FOR_BROWSERS = {  # names of keys, of classes and of what a browser can do
    "AltGraph",
    "BarcodeDetector",
    "CapsLock",
    "Enter",
    "Escape",
    "NotAllowedError",
    "NotFoundError",
    "NotReadableError",
    "Plain",
}
ASSIGNED = re.compile(
    r"(?:textContent|innerText|title|placeholder|alt)\s*[:=]\s*['\"]|'aria-label',\s*['\"]"
)
SCRIPTS = sorted((ROOT / "static" / "js").glob("*.js"))


def sentences_of_a_script(text):
    """What stands in a script in quotes and is written like something to read, or is put where it is read."""
    text = COMMENT.sub("", text)
    yield from ASSIGNED.findall(text)
    for quoted in QUOTED.findall(text):
        literal = re.sub(r"\$\{[^}]*\}", "\0", "".join(quoted))
        if literal not in FOR_BROWSERS and re.search(
            r"[A-Z][a-z]|\0 [a-z]+ \0|[a-z] [a-z]+ [a-z]+\b", literal
        ):
            yield literal


@pytest.mark.parametrize("path", SCRIPTS, ids=lambda path: path.stem)
def test_a_script_says_only_what_the_page_brings_along(path):
    assert not list(sentences_of_a_script(path.read_text()))


def test_what_a_script_says_by_itself_is_found():
    script = "// Late, very late\nx.textContent = 'late'; show('Very late'); y = `${a} to ${b}`; z = 'Escape'"
    assert len(list(sentences_of_a_script(script))) == 3


def test_the_page_brings_along_just_what_scripts_say():
    page = (ROOT / "templates" / "layout" / "script_words.html").read_text()
    scripts = "".join(path.read_text() for path in SCRIPTS)
    said = set(re.findall(r"phrase\('([\w-]+)'", scripts))
    said |= {
        name
        for base in re.findall(r"phraseFor\(ctx, '([\w-]+)'", scripts)
        for name in (base, f"{base}-post")
    }
    assert set(re.findall(r'data-says="([\w-]+)"', page)) == said
