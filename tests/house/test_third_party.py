"""What others made stands in one list, with its licence and its hash."""

import tomllib
from hashlib import sha256

import pytest

from scripts import third_party

STATIC = third_party.STATIC
FOLDERS = ("vendor", "fonts")  # where everything is somebody else's
NOTICES = ("OFL-1.1", "ISC", "MIT")  # licences whose text has to come along
PACKAGES = third_party.packages()
FILES = {
    file["ours"]: file["sha256"]
    for package in PACKAGES
    for file in (*package["files"], *package.get("texts", ()))
}
OWN_ICONS = {
    *("violin", "cello", "double-bass", "bow", "harp"),
    *("flute", "recorder", "clarinet", "oboe", "bassoon", "saxophone"),
    *("trumpet", "horn", "trombone", "tuba"),
    *("accordion", "xylophone", "cymbal"),
}


def test_everything_of_others_is_listed():
    there = {
        str(path.relative_to(STATIC))
        for folder in FOLDERS
        for path in STATIC.glob(f"{folder}/*")
    }
    assert there == {name for name in FILES if name.startswith(FOLDERS)}


@pytest.mark.parametrize("name", FILES)
def test_a_file_of_others_is_unchanged(name):
    assert sha256((STATIC / name).read_bytes()).hexdigest() == FILES[name]


def test_an_icon_is_listed_or_our_own():
    (icons,) = (package["icons"] for package in PACKAGES if "icons" in package)
    assert set(third_party.symbols(STATIC / icons["ours"])) == {*icons["names"], *OWN_ICONS}


@pytest.mark.parametrize("package", PACKAGES, ids=lambda package: package["name"])
def test_a_licence_that_wants_to_come_along_does(package):
    has_text = any(file["theirs"] == "LICENSE" for file in package["files"])
    assert has_text or not set(NOTICES) & set(package["license"].split())


def test_our_own_licence_is_named():
    root = STATIC.parent
    assert (
        tomllib.loads((root / "pyproject.toml").read_text())["project"]["license"] == "MIT"
    )
    assert (root / "LICENSE").read_text().startswith("MIT License")
