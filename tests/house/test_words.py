"""Plain words on screens, in e-mails and in the API's sentences: what a native speaker would stumble over stays out."""

import ast
import re
from pathlib import Path

import pytest

import webapp

ROOT = Path(webapp.__file__).parents[1]
TRANSLATED = ROOT / "translations" / "messages.pot"
RATHER = {
    r"take it along": "Download",
    r"for programs": "API access",
    r"as the device": "Match system",
    r"take back…|how is it\?": "Check in: condition",
    r"as it left": "Same as at check-out",
    r"put aside|lies ready": "set aside",
    r"(give|gave|giving|given) (the time|it|that) back": "cancel",
    r"for nothing": "for free",
    r"need not be paid": "waived",
    r"there is no such": "… not found",
    r"over for this day": "No times left today",
    r"it is missing": "Mark as missing",
    r"reckoned": "Price made up of",
    r"beyond the rules": "an exception to the rules",
    r"what may follow what": "allowed changes",
    r"nobody knows what": "… is not recognised",
    r"nothing like this": "… not found",
    r"(become|became|becomes) of it": "what happened to it",
    r"can be counted here": "Amount too large",
    r"say true or false": "Must be true or false",
    r"typing mistake": "typo",
    r"mended": "repaired",
    r"to look after": "needs maintenance",
    r"left empty": "Leave empty",
    r"(this|the|that|its|your|another|a) letter\b(?! (a|to)\b)": "e-mail",
    r"(this|the|that|your|a) checkouts?\b": "loan",
    r"(this|the|that|your|a) reservations?\b": "booking",
    r"\bwish\b": "waitlist entry",
    r"![\"”]?$": "no exclamation mark",
}  # a pattern in sentences people read: what to say instead


def python_sentences(path):
    """(line, text) of each literal that reads like a sentence: no docstring, no name, no path, no SQL."""
    tree = ast.parse(path.read_text())
    bare = {id(node.value) for node in ast.walk(tree) if isinstance(node, ast.Expr)}
    for node in ast.walk(tree):
        if (
            isinstance(node, ast.Constant)
            and isinstance(node.value, str)
            and id(node) not in bare
        ):
            yield node.lineno, node.value


def template_sentences(path):
    """(line, text) of what a template shows: its text, what its attributes say, and its literals."""
    for number, line in enumerate(path.read_text().splitlines(), 1):
        inside = "|".join(re.findall(r"\{[{%].*?[%}]\}", line))
        text = re.sub(r"\{[{%#].*?[%}#]\}", " ", line)
        yield number, re.sub(r"<[^>]*>", " ", text)
        for said in re.findall(r'"([^"]* [^"]*)"', inside) + re.findall(
            r'="([^"]* [^"]*)"', text
        ):
            yield number, said


def sentences():
    for path in sorted(ROOT.glob("webapp/**/*.py")):
        if path.is_relative_to(ROOT / "webapp/demo"):
            continue  # what people of the demo school write themselves
        yield from ((path, *found) for found in python_sentences(path) if " " in found[1])
    for path in sorted(
        [*ROOT.glob("templates/**/*.html"), *ROOT.glob("templates/**/*.txt")]
    ):
        yield from ((path, *found) for found in template_sentences(path))
    for number, line in enumerate(TRANSLATED.read_text().splitlines(), 1):
        yield TRANSLATED, number, line.partition(" ")[2].strip('"')


SENTENCES = list(sentences())


@pytest.mark.parametrize(("pattern", "instead"), RATHER.items())
def test_plain_words(pattern, instead):
    bad = [
        f"{path.relative_to(ROOT)}:{n}: {text.strip()}"
        for path, n, text in SENTENCES
        if re.search(pattern, text, re.I)
    ]
    assert not bad, f"say “{instead}”:\n" + "\n".join(bad)


def test_the_words_are_looked_for_where_they_are_shown():
    """A pattern of the list is found in a template's text, a label, and a literal of Python."""
    shown = [text for _, _, text in SENTENCES]
    assert any("Check in: condition" in text for text in shown)
    assert any(text == "Download: " or "Download:" in text for text in shown)
    assert any("Must be true or false" in text for text in shown)
