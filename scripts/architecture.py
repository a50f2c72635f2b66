"""The house in words: each folder of each slice, what it is for, and what it imports; and whether that is one way.

`python -m scripts.architecture` writes the list into docs/architecture.md. A house test asks it for circles, and
whether the list is that of today.
"""

import ast
import re
from collections.abc import Iterator
from graphlib import CycleError, TopologicalSorter
from pathlib import Path

ROOT = Path(__file__).parents[1]
PAGE = ROOT / "docs" / "architecture.md"
MARKS = "<!-- what follows is written by scripts/architecture.py -->", "<!-- until here -->"
SLICES = ("people", "school", "pictures", "stock", "rooms", "repairs", "lending", "reports")


def modules() -> dict[str, Path]:
    """Every module of the product by its dotted name; a package by its own."""
    found = {}
    for path in (ROOT / "webapp").rglob("*.py"):
        names = path.relative_to(ROOT).with_suffix("").parts
        found[".".join(names[:-1] if names[-1] == "__init__" else names)] = path
    return found


def imports(name: str, path: Path, known: dict[str, Path]) -> Iterator[str]:
    """The modules of the product that one of them imports."""
    package = name.split(".") if path.name == "__init__.py" else name.split(".")[:-1]
    for node in ast.walk(ast.parse(path.read_text())):
        if isinstance(node, ast.ImportFrom):
            base = package[: len(package) - node.level + 1] if node.level else []
            module = ".".join([*base, *filter(None, [node.module])])
            for alias in node.names:
                whole = f"{module}.{alias.name}"
                if whole in known or module in known:
                    yield whole if whole in known else module


def place(name: str) -> tuple[str, str] | None:
    """The slice a module is of, and the folder or module there; None outside of the slices."""
    names = name.split(".")
    return (names[1], names[2]) if len(names) > 2 and names[1] in SLICES else None


def arrows(slice_name: str) -> dict[str, set[str]]:
    """What each place of a slice imports of the slice's other places."""
    known = modules()
    found: dict[str, set[str]] = {}
    for name, path in known.items():
        here = place(name)
        if here is None or here[0] != slice_name:
            continue
        below = found.setdefault(here[1], set())
        for other in imports(name, path, known):
            there = place(other)
            if there and there[0] == slice_name and there != here:
                below.add(there[1])
    return found


def order(slice_name: str) -> list[str]:
    """The places of a slice from the ground up. CycleError, with the circle, if some import each other in one."""
    graph = {name: sorted(below) for name, below in sorted(arrows(slice_name).items())}
    return list(TopologicalSorter(graph).static_order())


def about(slice_name: str, name: str) -> str:
    """The first sentence of what a folder or module says of itself."""
    folder = ROOT / "webapp" / slice_name / name
    path = folder / "__init__.py" if folder.is_dir() else folder.with_suffix(".py")
    return " ".join(
        (ast.get_docstring(ast.parse(path.read_text())) or "").split("\n\n")[0].split()
    )


def words() -> str:
    """The whole list, as Markdown."""
    lines = []
    for slice_name in SLICES:
        below = arrows(slice_name)
        lines += ["", f"### {slice_name}", ""]
        for name in order(slice_name):
            rests = (
                f" Imports {', '.join(sorted(below[name]))}."
                if below[name]
                else " Imports nothing of the slice."
            )
            lines.append(f"- **{name}**: {about(slice_name, name)}{rests}")
    return "\n".join(lines).strip()


def written(page: str) -> str:
    """The page with the list of today between its marks."""
    first, last = map(re.escape, MARKS)
    between = f"{MARKS[0]}\n\n{words()}\n\n{MARKS[1]}"
    return re.sub(f"{first}.*{last}", lambda _: between, page, flags=re.S)


def problems() -> Iterator[str]:
    """A sentence for each slice whose folders do not run one way, and one if the page is not that of today."""
    for slice_name in SLICES:
        try:
            order(slice_name)
        except CycleError as error:
            yield f"{slice_name}: {' -> '.join(error.args[1])} import each other in a circle"
            return
    if written(PAGE.read_text()) != PAGE.read_text():
        yield "docs/architecture.md is not that of today: python -m scripts.architecture"


if __name__ == "__main__":
    PAGE.write_text(written(PAGE.read_text()))
