"""The word after a step of a repair has its Undo, which takes back that step."""

import re

import pytest

from webapp.core.db import db
from webapp.repairs.models import Repair

UNDO = re.compile(r'<form method="post" action="(/operations/\d+/undo)">')


@pytest.fixture
def press(as_):
    """What the word after an act leads to: the address of Undo, or none."""
    tess = as_("tess")

    def after(path, **typed):
        answer = tess.post(path, data=typed)
        assert answer.status_code == 303, answer.text
        return UNDO.findall(tess.get(answer.location).text.partition('class="said"')[2])

    return after


def status(app):
    with app.app_context():
        return db.session.get_one(Repair, 1).status


def report(press):
    return press("/repairs/new?item=2", quantity=2, location=1, description="Wet")


def test_a_report_is_taken_back(app, as_, press):
    [path] = report(press)
    assert as_("tess").post(path).status_code == 303
    assert status(app) == "cancelled"


def test_a_step_is_taken_back_alone(app, as_, press):
    report(press)
    said = {"damage_type": "water", "severity": "minor"}
    [path] = press("/repairs/1/assess", **said)
    came_to = status(app)
    [second] = press("/repairs/1/cancel")
    assert path != second
    assert status(app) == "cancelled"
    assert as_("tess").post(second).status_code == 303
    assert status(app) == came_to
