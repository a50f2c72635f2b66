"""What Backline ships that others made, as static/third_party.toml lists it, beside the npm packages it came from.

`python -m scripts.third_party` fetches each package with `npm pack` and prints a line for each difference; it exits
with 1 if there is one. With `--draw` it first writes the sprite of icons anew from its package: that is how an icon is
added, after its name was put into the list.
"""

import re
import subprocess
import sys
import tarfile
import tomllib
from collections.abc import Iterator
from hashlib import sha256
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

STATIC = Path(__file__).parents[1] / "static"
LIST = STATIC / "third_party.toml"
SYMBOL = re.compile(r'<symbol id="([\w-]+)" viewBox="0 0 24 24">(.*?)</symbol>', re.S)


def packages() -> list[dict[str, Any]]:
    """The entries of the list."""
    listed: list[dict[str, Any]] = tomllib.loads(LIST.read_text())["package"]
    return listed


def symbols(sprite: Path) -> dict[str, str]:
    """What a sprite draws, by the symbol's name."""
    return dict(SYMBOL.findall(sprite.read_text()))


def unpack(package: dict[str, Any], folder: Path) -> Path:
    """Fetches a package of exactly the listed version into a folder; answers where its files are."""
    asked = f"{package['name']}@{package['version']}"
    packed = subprocess.run(
        ["npm", "pack", "--silent", asked],
        cwd=folder,
        check=True,
        stdout=subprocess.PIPE,
        text=True,
    )
    with tarfile.open(folder / packed.stdout.split()[-1]) as archive:
        archive.extractall(folder, filter="data")
    return folder / "package"


def drawn(package: dict[str, Any], theirs: Path) -> dict[str, str]:
    """The listed icons as their package draws them, by name."""
    icons = package["icons"]
    pages = {
        name: (theirs / icons["theirs"] / f"{name}.svg").read_text()
        for name in icons["names"]
    }
    return {
        name: " ".join(re.sub(r"^.*?<svg[^>]*>|</svg>", "", page, flags=re.S).split())
        for name, page in pages.items()
    }


def draw(package: dict[str, Any], theirs: Path) -> None:
    """Writes the sprite: the listed icons from their package, then the drawings of our own that are in it."""
    sprite = STATIC / package["icons"]["ours"]
    own = {
        name: body
        for name, body in symbols(sprite).items()
        if name not in package["icons"]["names"]
    }
    lines = [
        f'<symbol id="{name}" viewBox="0 0 24 24">{body}</symbol>'
        for name, body in [*drawn(package, theirs).items(), *own.items()]
    ]
    sprite.write_text(
        "\n".join(['<svg xmlns="http://www.w3.org/2000/svg">', *lines, "</svg>\n"])
    )


def differences(package: dict[str, Any], theirs: Path) -> Iterator[str]:
    """A sentence for each file or icon of ours that is not the package's."""
    for file in package.get("files", ()):
        ours = STATIC / file["ours"]
        original = theirs / file["theirs"]
        if not ours.is_file():
            yield f"static/{file['ours']} is not there"
        elif not original.is_file():
            yield f"{package['name']} {package['version']} has no {file['theirs']}"
        elif ours.read_bytes() != original.read_bytes():
            yield f"static/{file['ours']} is not {file['theirs']} of {package['name']} {package['version']}"
        elif sha256(ours.read_bytes()).hexdigest() != file["sha256"]:
            yield f"static/third_party.toml has another hash for {file['ours']}"
    if "icons" in package:
        here = symbols(STATIC / package["icons"]["ours"])
        for name, body in drawn(package, theirs).items():
            if here.get(name) != body:
                yield f"the icon {name} is not that of {package['name']} {package['version']}"


def main(*options: str) -> int:
    """Compares all packages; answers with the exit code."""
    found = []
    for package in packages():
        with TemporaryDirectory() as folder:
            theirs = unpack(package, Path(folder))
            if "--draw" in options and "icons" in package:
                draw(package, theirs)
            found += differences(package, theirs)
    print("\n".join(found) or f"{len(packages())} packages: all as published")
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
