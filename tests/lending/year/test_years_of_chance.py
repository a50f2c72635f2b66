"""School years as chance would have them: what must hold of days, queues and e-mails does, whatever people do."""

import os

import pytest

from . import truths
from .acts import add_a_harp, on
from .chances import Chance

SEEDS = int(os.environ.get("BACKLINE_TEST_YEARS", "1"))  # `make test-long` lives through 40


@pytest.mark.parametrize("seed", range(SEEDS))
def test_a_year_of_chance(app, first_day, seed):
    school, chance = first_day, Chance(first_day, seed)
    school.decide(suspend_after_days=0)  # nobody is passed over in a queue
    add_a_harp(school)
    while school.day < on(7, 12):
        until = min(on(7, 12), chance.days(2, 9))
        school.go_on_until(until, step=chance.random.randint(2, 9))
        for _ in range(chance.random.randint(1, 3)):
            chance.act()
            with app.app_context():
                truths.check_after_an_act()
    with app.app_context():
        truths.check_holders()
        truths.check_letters()
        truths.check_ledger()
