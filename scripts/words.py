"""The sentences of the source, for who translates them: `python -m scripts.words` writes translations/messages.pot.

Sorted and without line numbers, so that it changes only where a sentence does. A house test asks whether it is that
of today. The languages that Backline is translated into follow it.
"""

import ast
from collections.abc import Iterator
from io import BytesIO
from pathlib import Path

from babel.messages.catalog import Catalog
from babel.messages.extract import DEFAULT_KEYWORDS, extract
from babel.messages.pofile import write_po

from . import translations

ROOT = Path(__file__).parents[1]
TEMPLATE = ROOT / "translations" / "messages.pot"
KEYWORDS = {name: DEFAULT_KEYWORDS[name] for name in ("_", "gettext", "ngettext")}
KEYWORDS |= {"lazy": None, "plural": (1, 2)}
HEAD = """# The sentences of Backline. This file is written by `make words`.
msgid ""
msgstr ""
"Content-Type: text/plain; charset=utf-8\\n"
"Content-Transfer-Encoding: 8bit\\n"

"""


def sources() -> Iterator[tuple[str, Path]]:
    """How each file is read, and the file: what people read is in the modules and in the templates."""
    for path in sorted((ROOT / "webapp").rglob("*.py")):
        yield "python", path
    for path in sorted((ROOT / "templates").rglob("*.*")):
        yield "jinja2.ext:babel_extract", path


def labels(module: ast.Module) -> Iterator[str]:
    """What forms and their fields are called, and their hints: sentences of a call, of which Babel reads the first."""
    for node in ast.walk(module):
        said: list[ast.expr] = []
        if isinstance(node, ast.Call) and getattr(node.func, "id", "") == "label":
            said = node.args
        elif isinstance(node, ast.ClassDef):
            said = [k.value for k in node.keywords if k.arg in ("title", "button")]
        for sentence in said:
            if isinstance(sentence, ast.Constant):
                yield sentence.value


def catalogue() -> Catalog:
    """Every sentence, once."""
    sentences = Catalog()
    options = {"trimmed": "true", "newstyle_gettext": "true", "silent": "false"}
    for method, path in sources():
        with path.open("rb") as source:
            for _line, message, _comments, _context in extract(
                method, source, KEYWORDS, options=options
            ):
                sentences.add(message)
        if method == "python":
            for message in labels(ast.parse(path.read_text())):
                sentences.add(message)
    return sentences


def written() -> str:
    """The file as it should be."""
    out = BytesIO()
    write_po(
        out, catalogue(), omit_header=True, no_location=True, sort_output=True, width=0
    )
    return HEAD + out.getvalue().decode()


if __name__ == "__main__":
    TEMPLATE.parent.mkdir(exist_ok=True)
    TEMPLATE.write_text(written())
    translations.write_all(catalogue())
