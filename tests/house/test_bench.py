"""What the bench does inside of a head, in the words of this one's adapter, can be done here."""

from datetime import timedelta

from bench import seed
from bench.adapters.this import Head
from webapp.lending import availability
from webapp.school import calendar


def test_the_free_days_of_an_item_are_found(app):
    with app.app_context():
        names = {
            "availability": availability,
            "today": calendar.today(),
            "timedelta": timedelta,
            "DAYS": 180,
        }
        exec(Head.free_days, names)
    assert len(names["free"]) == 180


def test_loans_can_be_put_there():
    assert callable(eval(Head.put_loans, {"seed": seed}))
