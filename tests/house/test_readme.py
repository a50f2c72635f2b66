"""What the README promises is there."""

import re
from pathlib import Path

from webapp.core.config import PREFIX, SETTINGS
from webapp.demo.mailbox import PASSWORD, SIGN_INS

ROOT = Path(__file__).parents[2]
README = (ROOT / "README.md").read_text()
ROW = re.compile(r"^\| `(BACKLINE_\w+)` \| (?:`([^`]+)`)? \| (.+) \|$", re.M)


def test_it_lists_the_settings_there_are():
    there = [
        (PREFIX + s.name, "" if s.default is False else str(s.default), s.meaning)
        for s in SETTINGS
    ]
    assert ROW.findall(README) == there


def test_its_make_targets_exist():
    known = set(re.findall(r"^([a-z-]+):", (ROOT / "Makefile").read_text(), re.M))
    named = set(re.findall(r"make ([a-z-]+)", README))
    assert {"demo", "test", "dev", "ci"} <= named <= known


def test_its_commands_exist(app):
    for words in re.findall(r"`?flask --app wsgi ((?:[a-z]+ ?){2})", README):
        assert (
            app.test_cli_runner().invoke(args=[*words.split(), "--help"]).exit_code == 0
        ), words


def test_its_sign_ins_are_the_demos():
    named = set(re.findall(r"`(\w+)@demo\.example`", README))
    assert named <= set(SIGN_INS)
    assert {"student", "teacher", "desk"} <= named
    assert PASSWORD in README


def test_its_links_and_its_picture_lead_somewhere():
    linked = re.findall(r"\]\(([^)#:]+)\)", README)
    assert linked
    assert all((ROOT / path).is_file() for path in linked)
    assert all(
        (ROOT / path).stat().st_size <= 150_000 for path in linked if path.endswith(".png")
    )
