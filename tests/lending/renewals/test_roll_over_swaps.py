"""What is to come back for a larger size is left out of a roll-over, with the reason, unless somebody ticks it."""

from ..conftest import API
from .acts import due
from .roll_acts import DAY, reasons, roll


def test_what_comes_back_for_something_else_is_not_kept_on_unasked(
    as_, group, out, stands, violas
):
    asked = as_("tess").post(API, json={"item": violas, "swap": out, "student": 2})
    assert asked.status_code == 201, asked.json
    tess, days = as_("tess"), due(as_, out)
    seen = roll(tess, group, dry=True)
    assert reasons(seen) == {out: "swapped", stands[0]: "", stands[1]: ""}
    assert "It is to come back" in next(
        each["detail"] for each in seen.json["loans"] if each["checkout"] == out
    )
    roll(tess, group)
    assert (due(as_, out), due(as_, stands[0])) == (days, DAY)
