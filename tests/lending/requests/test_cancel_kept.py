"""Who cancelled, when and why, is kept and told at every door."""

from datetime import timedelta

from webapp.core import clock
from webapp.core.db import transaction
from webapp.lending.loans import checkouts
from webapp.people import system_user

from ..cancel_acts import DOORS, undo
from ..conftest import API, TAGS
from ..desk_acts import act


@DOORS
def test_who_cancels_and_why_is_kept_and_told(as_, asked, decisions, door):
    said = {"reason": "The strings are gone"}
    if door == "api":
        act(as_("dora"), asked, "cancel", **said)
    else:
        as_("dora").post(f"/checkouts/{asked}/cancel", data=said)
    dora = decisions(asked)[-1][1]
    assert decisions(asked) == [("cancel", dora, said["reason"])]
    assert as_("sol").get(f"{API}{asked}/").json["cancelled_by"] == dora


def test_it_is_read_wherever_the_loan_is(as_, asked):
    act(as_("dora"), asked, "cancel", reason="The strings are gone")
    page = as_("sol").get(f"/checkouts/{asked}").text
    assert "<b>Cancelled</b> by Dora" in page
    assert page.count("<b>Cancelled</b>") == 1
    assert "by Dora" in as_("sol").get("/checkouts").text
    assert "by Dora" in as_("sol").get(f"/requests/{asked}").text
    assert "by you" in as_("dora").get(f"/requests/{asked}").text
    newest = as_("dora").get("/api/inventory/history/").json[0]
    assert (newest["kind"], newest["actor_name"]) == ("Cancelled", "Dora")
    assert "Dora" in as_("dora").get(f"{API}export/?format=csv").text


def test_what_nobody_answered_ends_as_an_event_of_nobody(app, as_, asked, decisions):
    later = clock.now() + timedelta(days=40)
    with app.app_context(), clock.at(later), transaction():
        assert checkouts.expire() == 1
    assert decisions(asked) == [("expired", system_user.ID, "")]
    assert "<b>Expired</b>" in as_("tess").get(f"/checkouts/{asked}").text


def test_what_went_by_mistake_is_no_more_to_be_undone(
    as_,
    give,
    violas,
    decisions,
):
    done = give([TAGS[0]], person="Sol").json["id"]
    as_("dora").post(f"/api/inventory/hand_overs/{done}/undo/")
    assert decisions()[-1][0] == "cancel"
    assert "handed out by mistake" in as_("tess").get("/checkouts/1").text
    no = undo(as_("dora"), "api", 1)
    assert no.status_code == 409
    assert "Handed out by mistake" in no.json["detail"]
