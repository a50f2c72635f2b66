"""A16: one line of time for an item, with who has it or is promised it when."""

import re

from tests.support.days import ahead
from tests.support.loans import lend
from webapp.core.db import transaction

from ..ahead_acts import ask, promise
from ..desk_acts import act


def lines(browser, item, week=""):
    """The rows of the line of time, as text."""
    text = browser.get(f"/items/{item}{week and f'?week={week}'}").text
    table = text.partition('class="timeline"')[2].partition("</table>")[0]
    rows = re.findall(r"<tr><th scope=\"row\">(.*?)</tr>", table, re.S)
    return [" ".join(re.sub("<[^>]+>", " ", row).split()) for row in rows]


def test_a16_who_has_it_when_on_a_line_for_each_unit(as_, violas):
    tess, dora = as_("tess"), as_("dora")
    out = promise(as_, violas, 0, 3)
    act(dora, out, "hand_out", units=["VLA-2"])
    later = ask(tess, violas, 5, 8, unit="VLA-2", student=3).json["id"]
    act(tess, later, "approve")
    ask(as_("nia"), violas, 1, 4, send_anyway=True)
    seen = lines(dora, violas)
    assert [line.split()[0] for line in seen] == ["VLA-1", "VLA-2", "VLA-3", "Not"]
    assert re.search("Sol , out,.* Nia , approved,", seen[1])
    assert "Nia , asked for," in seen[3]
    assert "Sol" not in seen[0]
    page = dora.get(f"/items/{violas}").text
    assert f'href="/checkouts/{later}" data-s="promised"' in page


def test_it_moves_by_weeks(as_, harp):
    promise(as_, harp, 50, 53)
    dora = as_("dora")
    assert not any("Sol" in line for line in lines(dora, harp))
    [_before, after] = re.findall(r"week=([0-9-]+)#line", dora.get(f"/items/{harp}").text)
    assert not any("Sol" in line for line in lines(dora, harp, after))
    assert any("Sol" in line for line in lines(dora, harp, ahead(49)))


def test_who_had_it_stays_on_the_line(app, as_, violas):
    with app.app_context(), transaction():
        id = lend(3, item=violas, unit="VLA-1", days=4)
    dora = as_("dora")
    assert "Nia , late," in lines(dora, violas)[0]
    act(dora, id, "return_item")
    assert "Nia , back," in lines(dora, violas)[0]
    assert not any("Nia" in line for line in lines(dora, violas, ahead(28)))


def test_borrowers_see_no_names(as_, violas):
    promise(as_, violas, 0, 3)
    page = as_("nia").get(f"/items/{violas}").text
    assert 'class="timeline"' not in page
    assert "Sol" not in page


def test_a_week_that_is_no_day_is_refused_and_a_far_one_is_today(as_, harp):
    dora = as_("dora")
    assert dora.get(f"/items/{harp}?week=soon").status_code == 422
    assert dora.get(f"/items/{harp}?week=9999-12-31").status_code == 200
