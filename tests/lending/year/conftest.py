"""The first day of a school year."""

import pytest

from . import truths
from .acts import School, on, open_the_school


@pytest.fixture
def first_day(app, as_):
    """A school whose clock is moved on by days; what must hold is looked at each morning."""

    def look():
        with app.app_context():
            truths.check_a_morning()

    school = School(app, as_, each_morning=look)
    with school.stopped:
        school.begin(on(9, 3))
        open_the_school(school)
        yield school
