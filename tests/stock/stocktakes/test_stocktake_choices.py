"""What is ticked in a review is kept with the stocktake: for the next page, the next day and the next person."""

from concurrent.futures import ThreadPoolExecutor

import pytest
from sqlalchemy import func, select

from tests.stock.stocktakes.counts import API, apply, begin, count
from tests.support.loans import tagged
from tests.support.queries import counted
from webapp.core.db import db, transaction
from webapp.school import settings
from webapp.stock.ledger import verify
from webapp.stock.models import Operation, Stocktake, Unit

AT, PAGE = f"{API}1/", "/stocktakes/1"


@pytest.fixture
def dora(app, as_):
    """Dora counted the cellos; of the violins VLN-1 and VLN-2 are there, and two without a tag."""
    with app.app_context(), transaction():
        tagged("VLN-1"), tagged("VLN-2")
    dora = as_("dora")
    begin(dora)
    count(dora, AT, item=2, counted=5)
    assert dora.post(f"{AT}review/").status_code == 200
    yield dora
    with app.app_context():
        assert list(verify.problems()) == []


def by_page(browser, version, **said):
    return browser.post(f"{PAGE}/choose", data=said | {"version": version})


def by_api(browser, version, **said):
    return browser.post(f"{AT}choices/", json=said, headers={"If-Match": f'"v{version}"'})


DOORS = pytest.mark.parametrize("choose", [by_page, by_api])


def ticked(browser):
    return browser.get(AT).json["choices"]


@DOORS
def test_what_was_ticked_is_there_for_the_next_person(app, as_, dora, choose):
    _check_ticks(as_, dora, choose)
    with app.app_context(), transaction():
        settings.change("second_person_minor", 40_000)
    assert "who did not start the count" in dora.get(f"{PAGE}/apply").text
    assert apply(dora, AT).status_code == 403
    done = apply(as_("tess"), AT)
    assert done.status_code == 200
    assert len(done.json["written"]["adjustments"]) == 2
    with app.app_context():
        assert db.session.get_one(Unit, 2).on_hand == 0
        assert db.session.get_one(Unit, 1).on_hand == 1


def _check_ticks(as_, dora, choose):
    """What was ticked is there for somebody else."""
    assert choose(dora, 2, missing_units=[2], missing_items=[1]).status_code in (200, 303)
    assert ticked(dora) == {"missing_units": [2], "missing_items": [1], "bring": []}
    review = as_("tess").get(f"{PAGE}/review").text
    assert 'id="missing_units-2" name="missing_units" value="2" checked' in review
    assert 'id="missing_units-1" name="missing_units" value="1" checked' not in review


@DOORS
def test_ticking_again_replaces_what_was_ticked(dora, choose):
    choose(dora, 2, missing_units=[1])
    choose(dora, 3, missing_units=[2])
    assert ticked(dora)["missing_units"] == [2]
    choose(dora, 4)
    assert ticked(dora)["missing_units"] == []


@DOORS
def test_somebody_ticked_meanwhile(as_, dora, choose):
    choose(as_("tess"), 2, missing_units=[1])
    no = choose(dora, 2, missing_units=[2])
    assert no.status_code == 412
    assert ticked(dora)["missing_units"] == [1]
    if choose is by_page:
        assert 'value="2" checked' in no.text
        assert "not ticked</span>" in no.text
        assert "</b> ticked</span>" in no.text
        assert 'name="version" value="3"' in no.text
    else:
        assert no.json["facts"] == {"version": 3, "choices": {"missing_units": [1]}}
    assert choose(dora, 3, missing_units=[2]).status_code in (200, 303)


@DOORS
def test_what_is_not_so_is_not_kept(dora, choose):
    for said in ({"missing_units": [99]}, {"missing_items": [2]}, {"bring": [1]}):
        assert choose(dora, 2, **said).status_code == 409
    assert choose(dora, 2, missing_units=["x"]).status_code == 422
    assert choose(dora, 2, missing_units=[2**31]).status_code == 422
    assert ticked(dora) == {"missing_units": [], "missing_items": [], "bring": []}


@DOORS
def test_what_is_not_so_any_more_is_told_and_ticked_anew(dora, choose):
    choose(dora, 2, missing_units=[1])
    dora.post(f"{AT}reopen/")
    count(dora, AT, code="VLN-1")
    dora.post(f"{AT}review/")
    assert apply(dora, AT).status_code == 409
    no = dora.get(f"{PAGE}/apply")
    assert no.status_code == 409
    assert "since you chose it" in no.text
    assert "See what will change" in no.text
    version = dora.get(AT).json["version"]
    assert choose(dora, version, missing_units=[2]).status_code in (200, 303)
    assert apply(dora, AT).status_code == 200


@DOORS
def test_only_a_count_in_review_is_ticked_and_only_by_staff(as_, dora, choose):
    assert choose(as_("sol"), 2, missing_units=[1]).status_code == 403
    dora.post(f"{AT}reopen/")
    assert choose(dora, 3, missing_units=[1]).status_code == 409


def test_what_a_program_says_counts_and_else_what_was_ticked(dora):
    by_page(dora, 2, missing_units=[1])
    dry = f"{AT}apply/?dry_run=1"
    assert [
        each["unit"] for each in dora.post(dry, json={}).json["written"]["adjustments"]
    ] == [1]
    assert dora.post(dry, json={"missing_units": []}).json["written"]["adjustments"] == []
    assert [
        each["unit"]
        for each in dora.post(dry, json={"missing_units": [2]}).json["written"][
            "adjustments"
        ]
    ] == [2]


def test_undone_it_is_reviewed_again_with_what_was_ticked(app, dora):
    by_page(dora, 2, missing_units=[1])
    assert apply(dora, AT).status_code == 200
    with app.app_context():
        written = db.session.scalars(
            select(Operation.id).where(Operation.kind == "stocktake")
        ).one()
    assert dora.post(f"/operations/{written}/undo").status_code == 303
    assert dora.get(AT).json["status"] == "review"
    assert ticked(dora)["missing_units"] == [1]


def test_two_tick_at_once_and_one_is_told(app, as_, dora):
    people = [(as_("dora"), 1), (as_("tess"), 2), (as_("ada"), 1), (as_("dora"), 2)]
    with ThreadPoolExecutor(4) as pool:
        codes = list(
            pool.map(
                lambda who: by_api(who[0], 2, missing_units=[who[1]]).status_code, people
            )
        )
    assert sorted(codes) == [200, 412, 412, 412]
    with app.app_context():
        assert db.session.scalar(select(Stocktake.version)) == 3


def test_more_to_tick_asks_no_more(app, dora):
    with counted(app) as few:
        dora.get(f"{PAGE}/review")
    with app.app_context(), transaction():
        for n in range(10, 40):
            tagged(f"VLN-{n}")
    with counted(app) as many:
        assert dora.get(f"{PAGE}/review").text.count('name="missing_units"') == 32
    assert len(few) == len(many)
    with app.app_context():
        assert db.session.scalar(select(func.count()).select_from(Stocktake)) == 1
