"""What people read goes through gettext, and translations/messages.pot is what they read today."""

import ast
import re

import pytest
from jinja2 import Environment, nodes

from scripts import words
from tests.house.test_house_rules import ROOT
from webapp.core import errors

NO_SENTENCE = r"Backline|SKU|CSV|Excel|iPhone, iPad|Thunderbird|Authorization: Bearer|@demo\.example|&\w+;"
FOR_ENGINEERS = ("layout/styleguide.html", "layout/_api.html")  # these speak English
SAID = r"\b(?:aria-label|alt|content|data-label|placeholder|title)=\"([^\"]*)"
TAKES_SENTENCES = {"_", "gettext", "ngettext", "lazy"}
SAYING_THROUGH_GETTEXT = (
    "core",
    "lending",
    "people",
    "repairs",
    "reports",
    "rooms",
    "school",
    "stock",
)
TEMPLATES = [
    path
    for path in sorted(ROOT.glob("templates/**/*.*"))
    if not path.as_posix().endswith(FOR_ENGINEERS)
]


@pytest.fixture(scope="module")
def environment():
    environment = Environment(extensions=["jinja2.ext.i18n"])
    environment.newstyle_gettext = True
    return environment


def text_of(template):
    """What stands in a template itself: its text, and what its attributes say."""
    styles = {  # the name of a class, which stands between tags only in its template
        id(output)
        for block in template.find_all(nodes.Block)
        if block.name == "mainclass"
        for output in block.find_all(nodes.Output)
    }
    html = "".join(
        each.data if isinstance(each, nodes.TemplateData) else "\0"
        for output in template.find_all(nodes.Output)
        if id(output) not in styles
        for each in output.nodes
    )
    html = re.sub(r'<meta name="(viewport|color-scheme|htmx-config)"[^>]*>', "", html)
    yield from re.findall(SAID, html)
    yield re.sub(r"<[^>]*>", " ", html)


def literals_of(template):
    """The literals in a template's expressions that are written like a sentence, and not given to gettext."""
    given = {
        id(argument)
        for call in template.find_all(nodes.Call)
        if isinstance(call.node, nodes.Name) and call.node.name in TAKES_SENTENCES
        for argument in call.args
    }
    for each in template.find_all(nodes.Const):
        said = each.value if isinstance(each.value, str) and id(each) not in given else ""
        if re.match(r"[A-Z][a-z’']* [a-z]", said):
            yield said


@pytest.mark.parametrize("path", TEMPLATES, ids=lambda path: path.stem)
def test_a_template_says_nothing_that_no_translator_sees(path, environment):
    template = environment.parse(path.read_text())
    for text in text_of(template):
        left = re.findall(r"[A-Za-z]{2,}", re.sub(NO_SENTENCE, "", text))
        assert not left, left
    assert not list(literals_of(template))


def test_what_a_template_says_by_itself_is_found(environment):
    page = "<p title='a'>{{ x }} is late</p>{% if y %}<b aria-label=\"Very\">{{ _('Late') }}{% endif %}"
    said = " ".join(text_of(environment.parse(page)))
    assert "is late" in said
    assert "Very" in said
    assert "Late" not in said
    assert list(
        literals_of(environment.parse('{{ f("It is late", "mute", _("Too late")) }}'))
    )


def test_the_sentences_for_translators_are_those_of_the_source():
    assert words.TEMPLATE.read_text() == words.written(), "run `make words`"


def test_every_sentence_takes_its_facts_by_name():
    """Or it fails when it is said: "5 % off" must be written with `%%`, and a translator may change the order."""
    for message in words.catalogue():
        for text in [message.id] if isinstance(message.id, str) else message.id:
            text % _Anything()


class _Anything(dict):
    def __missing__(self, name):
        return 1


REFUSALS = {
    name
    for name, kind in vars(errors).items()
    if isinstance(kind, type) and issubclass(kind, errors.Refusal)
}
LABELLED = re.compile(r"Offer|[A-Z]\w*Field")  # their first argument is read by people


def bare(node):
    """The literals and f-strings in an argument that people read, and that went through nothing."""
    if isinstance(node, ast.JoinedStr):
        for part in node.values:
            yield from bare(part)
    elif isinstance(node, ast.Constant):
        yield from re.findall(r"[A-Za-z]{2}.*", str(node.value))
    elif isinstance(node, ast.IfExp):
        yield from [*bare(node.body), *bare(node.orelse)]
    elif isinstance(node, ast.BinOp | ast.BoolOp):
        for part in ast.iter_child_nodes(node):
            yield from bare(part)
    elif isinstance(node, ast.Dict):
        for value in node.values:
            yield from bare(value)


def sentences_by_themselves(tree):
    """What a module says in refusals, offers and forms without gettext."""
    for call in [node for node in ast.walk(tree) if isinstance(node, ast.Call)]:
        name = getattr(call.func, "id", getattr(call.func, "attr", ""))
        if name in REFUSALS or LABELLED.fullmatch(name):
            read = [*call.args[:1]]
            read += [k.value for k in call.keywords if k.arg in ("fields", "description")]
            for argument in read:
                yield from bare(argument)


@pytest.mark.parametrize("folder", SAYING_THROUGH_GETTEXT)
def test_a_refusal_an_offer_and_a_form_say_nothing_that_no_translator_sees(folder):
    for path in (ROOT / "webapp" / folder).rglob("*.py"):
        left = list(sentences_by_themselves(ast.parse(path.read_text())))
        assert not left, f"{path.relative_to(ROOT)}: {left}"


def test_what_a_module_says_by_itself_is_found():
    module = 'Conflict(f"{x} is late"); Invalid(fields={"a": _("b") if c else "Too many"}); HiddenField()'
    assert len(list(sentences_by_themselves(ast.parse(module)))) == 2
