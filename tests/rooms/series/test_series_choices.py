"""What was chosen for single dates of a series, put in the place of what was asked: no school has a part in it."""

from datetime import date

import pytest

from webapp.core.errors import Invalid
from webapp.rooms.series.series_lines import Choice, Want
from webapp.rooms.series.series_previews import chosen

FIRST, SECOND = date(2027, 3, 1), date(2027, 3, 8)
WANTS = [Want(FIRST, 1, "14:00", "15:00"), Want(SECOND, 1, "14:00", "15:00")]


@pytest.mark.parametrize(
    ("choice", "want"),
    [
        (Choice(SECOND, room=3), Want(SECOND, 3, "14:00", "15:00", chosen=True)),
        (
            Choice(SECOND, start="16:00", end="17:00"),
            Want(SECOND, 1, "16:00", "17:00", chosen=True),
        ),
        (Choice(SECOND, end="15:30"), Want(SECOND, 1, "14:00", "15:30", chosen=True)),
        (Choice(SECOND, skip=True, room=3), Want(SECOND, 1, "14:00", "15:00", skip=True)),
    ],
)
def test_a_choice_changes_its_own_date_alone(choice, want):
    assert chosen(WANTS, [choice]) == [WANTS[0], want]


def test_without_choices_all_stays_as_it_was_asked():
    assert chosen(WANTS, []) == WANTS


@pytest.mark.parametrize(
    ("choices", "words"),
    [
        ([Choice(FIRST), Choice(FIRST, skip=True)], "Choose only once for each date"),
        ([Choice(date(2027, 3, 2))], "2 March 2027 is not one of the dates"),
        (
            [Choice(FIRST, start="15:00")],
            "1 March 2027: choose an end after the start",
        ),
    ],
)
def test_a_choice_that_cannot_be_is_refused(choices, words):
    with pytest.raises(Invalid) as refused:
        chosen(WANTS, choices)
    assert refused.value.fields == {"choices": words}
