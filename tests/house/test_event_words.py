"""Each kind of decision about a loan has words, in the one table that its page and the history read."""

import re
from pathlib import Path

from webapp.lending.models.event_words import DECIDED, UNDONE

ROOT = Path(__file__).parents[2]
CALL = re.compile(r"\bevents\.record(?:_all)?\(\s*([^)]*)", re.S)
KIND = re.compile(r'"([a-z]+)"')


def recorded():
    """The kinds that are written somewhere, as they stand in the calls."""
    kinds = set()
    for path in (ROOT / "webapp/lending").rglob("*.py"):
        for call in CALL.findall(path.read_text()):
            kinds |= set(KIND.findall(call)) - {"job"}
    return kinds


def test_every_kind_that_is_recorded_has_words():
    assert len(recorded()) >= 12
    assert recorded() <= DECIDED.keys()


def test_what_can_be_undone_is_a_kind():
    assert UNDONE.keys() <= DECIDED.keys()


def test_no_page_names_the_kinds_itself():
    text = (ROOT / "templates/lending/decisions.html").read_text()
    assert not [words for words in map(str, DECIDED.values()) if f'"{words}"' in text
                and words not in ("Approved", "Declined")]  # fmt: skip
