"""What the pages for engineers name is there."""

import re
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
OTHERS = {"CHANGELOG.md", "comparison.md"}  # these tell of what was, and of other programs
PAGES = [
    page
    for page in (*ROOT.glob("*.md"), *ROOT.glob("docs/**/*.md"))
    if page.name not in OTHERS
]
BASES = (ROOT, ROOT / "webapp")  # what a path on a page may start from
FOLDERS = "|".join(
    re.escape(path.name) for base in BASES for path in base.iterdir() if path.is_dir()
)
NAMED = re.compile(rf"`((?:{FOLDERS})/[\w./-]+)(?:::(\w+))?`")
LINKED = re.compile(r"\]\(([^)#:]+)\)")


def is_defined(name, path):
    return bool(
        re.search(rf"^(?:def|class) {name}\b|^{name}\b.* =", path.read_text(), re.M)
    )


@pytest.mark.parametrize("page", PAGES, ids=lambda page: str(page.relative_to(ROOT)))
def test_what_a_page_names_is_there(page):
    for path, name in NAMED.findall(page.read_text()):
        files = [base / path for base in BASES if (base / path).exists()]
        assert files, path
        assert not name or is_defined(name, files[0]), f"{path} defines no {name}"
    for path in LINKED.findall(page.read_text()):
        assert (page.parent / path).exists(), path


def test_every_decision_is_on_the_list():
    folder = ROOT / "docs" / "decisions"
    listed = set(LINKED.findall((folder / "README.md").read_text()))
    assert listed == {path.name for path in folder.glob("*.md")} - {"README.md"}


def test_a_decision_fits_on_a_screen():
    for path in (ROOT / "docs" / "decisions").glob("*.md"):
        assert len(path.read_text().splitlines()) <= 45, path


def test_what_the_makefile_runs_is_there():
    text = (ROOT / "Makefile").read_text()
    for path in re.findall(r"\b(?:tests|scripts)/[\w./]+", text):
        assert (ROOT / path).exists(), path
    for name in re.findall(r"-m ((?:tests|scripts|bench)[\w.]*)", text):
        module = ROOT / name.replace(".", "/")
        assert module.is_dir() or module.with_suffix(".py").exists(), name
