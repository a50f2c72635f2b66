"""What people read goes through gettext, and translations/messages.pot is what they read today."""

import ast
import re
from fnmatch import fnmatch

import pytest
from jinja2 import Environment, nodes

from scripts import words
from tests.house.test_house_rules import ROOT
from webapp.core import errors
from webapp.stock.operations import reasons

NO_SENTENCE = r"Backline|SKU|CSV|Excel|iPhone, iPad|Thunderbird|Authorization: Bearer|@demo\.example|&\w+;"
FOR_ENGINEERS = ("layout/styleguide.html", "layout/_api.html")  # these speak English
SAID = r"\b(?:aria-label|alt|content|data-label|placeholder|title)=\"([^\"]*)"
TAKES_SENTENCES = {"_", "gettext", "ngettext", "lazy"}
WRITTEN_FOR_GETTEXT = TAKES_SENTENCES | {"label", "plural"}
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
    html = re.sub(r"<style>.*?</style>", "", html, flags=re.S)  # of e-mails
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


def said_once(environment, path):
    """What a file of macros says outside of them: it is drawn once a process, for its first reader."""
    for part in environment.parse(path.read_text()).body:
        if not isinstance(part, nodes.Macro):
            for call in part.find_all(nodes.Call):
                if getattr(call.node, "name", "") in TAKES_SENTENCES - {"lazy"}:
                    yield call.node.name


def test_nothing_is_said_once_for_all_readers(environment):
    """Macros that are imported are made once, whatever the language of who looks first."""
    imported = {
        each.template.value
        for path in TEMPLATES
        for each in environment.parse(path.read_text()).find_all(nodes.FromImport)
        if isinstance(each.template, nodes.Const) and not each.with_context
    }
    assert len(imported) > 20
    for name in sorted(imported):
        assert not list(said_once(environment, ROOT / "templates" / name)), name


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


LIKE_A_SENTENCE = re.compile(
    r"(?m)^[A-Z][a-z’']+[,:;]? [a-z\0]|\0,? [a-z]{2,}( |$)|(^|[ ;:])[a-z]{2,} \0| [a-z]{2,}\.$"
)
WHOLLY_THROUGH_GETTEXT = ("lending", "stock")
FOR_ENGINEERS_TOO = (  # the API, the command line and what looks after the ledger speak English
    "*/api/*",
    "*/commands/*",
    "*/models/*",
    "*/schemas/*",
    "lending/consistency.py",
    "stock/code_clashes.py",
    "stock/ledger/[bcgrv]*.py",
)
KEPT_IN_ENGLISH = {  # by the module: the words stand in a row, or are columns that the import reads again
    "stock/exports.py": {
        "Blocked because",
        "Kept longer by itself",
        "Lent for hours",
        "Looked after for open days",
        "Kept longer how often",
        "Longest loan in days",
        "Needs approval",
        "Needs a second look",
        "May be borrowed",
        "Replacement value",
        "Serial number",
    },
    "stock/imports/cells/statuses.py": {"said to be \0 before Backline"},
    "stock/imports/imports.py": {"\0 rows of \0 [\0]"},
    "stock/imports/kinds.py": {"Condition of \0: \0"},
    "stock/items/categories.py": {"Sheet music"},
    "stock/locations.py": {"Main store"},
    "stock/operations/operations.py": {"From \0. \0"},
    "stock/operations/reasons.py": {seed["label"] for seed in reasons.SEEDS},
}


def is_read_by_nobody(node):
    """A docstring."""
    return isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant)


def inside(node):
    """What a node is made of, but for docstrings, and for what a call hands to gettext."""
    if isinstance(node, ast.Call) and getattr(node.func, "id", "") in WRITTEN_FOR_GETTEXT:
        given = [*node.args, *node.keywords]
        return [each for each in given if not isinstance(each, ast.Constant)]
    if isinstance(node, ast.ClassDef):  # a form's title and button, which it makes lazy
        return [*node.bases, *[part for part in node.body if not is_read_by_nobody(part)]]
    return [each for each in ast.iter_child_nodes(node) if not is_read_by_nobody(each)]


def literals_outside_gettext(node):
    """The strings of a tree, with \\0 for facts: but docstrings, and what goes through gettext."""
    if isinstance(node, ast.JoinedStr):
        parts = [p.value if isinstance(p, ast.Constant) else "\0" for p in node.values]
        yield "".join(parts)
    elif isinstance(node, ast.Constant) and isinstance(node.value, str):
        yield node.value
    else:
        for child in inside(node):
            yield from literals_outside_gettext(child)


def like_sentences(tree):
    return {
        said
        for said in literals_outside_gettext(tree)
        if LIKE_A_SENTENCE.search(said) and "|" not in said  # a list of words to look for
    }


@pytest.mark.parametrize("folder", WHOLLY_THROUGH_GETTEXT)
def test_nothing_written_like_a_sentence_is_outside_gettext(folder):
    for path in (ROOT / "webapp" / folder).rglob("*.py"):
        name = path.relative_to(ROOT / "webapp").as_posix()
        if not any(fnmatch(name, pattern) for pattern in FOR_ENGINEERS_TOO):
            left = like_sentences(ast.parse(path.read_text()))
            assert left == KEPT_IN_ENGLISH.get(name, set()), name


def test_a_sentence_outside_gettext_is_found():
    module = """
"Says what is late."
LATE = "It is late"
words = f"{x} is late" if y else f"only {x}"
fine = _("Quite late", x=7), lazy("Too late"), "late", "on_rent", f"{x}:{y}"
fact = _("%(x)s is late", x="This one")
"""
    assert like_sentences(ast.parse(module)) == {
        "It is late",
        "\0 is late",
        "only \0",
        "This one",
    }
