"""The page of what is raced for names each race, and which have a canary."""

import re

from tests.house.test_scenarios import ROOT
from tests.races.contests import CONTESTS, LOANS, ROOMS
from tests.races.orders import ORDERS

ROW = re.compile(r"^\| \| ([^|]+) \| [^|]+ \| (yes|no) \|$", re.M)


def test_each_race_is_told_in_order():
    told = ROW.findall((ROOT / "docs/races.md").read_text())
    canaries = {name: "no" if race.is_apart else "yes" for name, race in CONTESTS.items()}
    assert told == [
        *((name, canaries[name]) for name in (*ROOMS, *LOANS)),
        *((name, "yes") for name in ORDERS),
    ]
