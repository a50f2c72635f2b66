"""What is free is one statement where nothing is looked after, and one more where something is, however many items."""

import pytest

from tests.support.queries import counted
from webapp.lending.availability import availability
from webapp.school import calendar, open_days

from .acts import serve


@pytest.mark.parametrize(("served", "statements"), [((), 1), ((1,), 2), ((1, 2, 3), 2)])
def test_so_many_statements(app, harp, served, statements):
    serve(app, harp, 0)
    for item in served:
        serve(app, item, 2)
    with app.app_context(), counted(app) as seen:
        open_days.now_decided()
        calendar.today()  # reads the settings
        before = len(seen)
        availability.shelves([1, 2, harp])
    assert len(seen) - before == statements, seen


def test_a_page_of_the_list_takes_as_many_for_one_as_for_several(app, as_, violas):
    """The desk's list of what is looked after."""
    serve(app, violas, 2)
    dora = as_("dora")
    dora.get("/desk/looked-after")
    numbers = []
    for tags in (["VLA-1"], ["VLA-2", "VLA-3"]):
        assert _out_and_back(as_, tags) == {201}
        with counted(app) as seen:
            assert tags[0] in dora.get("/desk/looked-after").text
        numbers.append(len(seen))
    assert numbers[0] == numbers[1]


def _out_and_back(as_, tags):
    """Handed to Nia and taken back at once."""
    dora = as_("dora")
    out = dora.post("/api/inventory/hand_overs/", json={"person": "Nia", "codes": tags})
    back = dora.post("/api/inventory/take_backs/", json={"codes": tags})
    return {out.status_code, back.status_code}
