"""What was done, as staff read it: newest first, narrowed down, a page at a time, and one act in full."""

from datetime import date, timedelta

import pytest

from tests.support.loans import tagged
from tests.support.queries import counted
from webapp.core import clock
from webapp.core.actor import Actor
from webapp.core.db import db, transaction
from webapp.stock.ledger import ledger
from webapp.stock.ledger.ledger import Line
from webapp.stock.models import Operation, Unit

TESS, DORA = Actor(1, "Tess", "teacher", 0), Actor(4, "Dora", "desk", 0)
API = "/api/inventory/operations/"


@pytest.fixture
def done(app):
    """Something done by somebody, so many days ago; its id."""

    def act(kind="receive", actor=TESS, item=1, days=0, unit=None, **about):
        lines = [Line(item, 1, "PURCHASE", "outside", "available", 1, unit)]
        with app.app_context(), transaction(), clock.at(clock.now() - timedelta(days=days)):
            return ledger.record(actor, kind, lines, **about).id

    return act


def ids(browser, **asked):
    answer = browser.get(API, query_string=asked)
    assert answer.status_code == 200, answer.json
    return [each["id"] for each in answer.json]


def test_newest_first_and_narrowed_down(app, as_, done):
    with app.app_context(), transaction():
        db.session.add(Unit(item_id=1, location_id=1, tag="VLN-1"))
        db.session.flush()
    first, dora = done(unit=1), as_("dora")
    other = done("adjust", DORA, item=2, reason="found", note="Behind the curtain")
    assert ids(dora) == [other, first, 2, 1]
    assert (
        ids(dora, kind="adjust")
        == ids(dora, actor=4)
        == ids(dora, reason="found")
        == [other]
    )
    assert ids(dora, item=2) == [other, 2]
    assert ids(dora, unit=1) == [first]
    _check_nothing_else(dora)
    _check_page(first, dora)


def _check_nothing_else(dora):
    """What was not touched, and what no loan did."""
    assert ids(dora, unit=99) == []
    assert ids(dora, checkout=1) == []


def _check_page(first, dora):
    """The page is narrowed down by the same words."""
    page = dora.get("/operations?kind=adjust").text
    assert "Behind the curtain" in page
    assert "Found again" in page
    assert f"/operations/{first}" not in page
    assert "VLN-1" in dora.get("/operations").text
    assert "Nothing found" in dora.get("/operations?item=99").text


def test_days_are_the_schools_own(as_, done):
    """Both days are included, from midnight to midnight on the wall."""
    new = done(days=-10)
    dora = as_("dora")
    on = dora.get(f"{API}{new}/").json["at"][:10]
    assert ids(dora, since=on, until=on) == ids(dora, since=on) == [new]
    assert ids(dora, since=_after(on)) == []
    assert ids(dora, until=_after(on, -1)) == [2, 1]
    assert ids(dora, until=on) == [new, 2, 1]


def test_a_clock_that_was_put_back_hides_nothing(as_, done):
    first, second = done(days=-10), done(days=-10 + 0.5 / 24)
    dora = as_("dora")
    at = [dora.get(f"{API}{id}/").json["at"] for id in (first, second)]
    assert at[1] < at[0]
    assert {first, second} <= set(ids(dora, since=at[1][:10], until=at[0][:10]))


def test_one_word_for_a_kind_of_operation(app, as_):
    """It is stored with spaces, and asked for and answered as it is sent."""
    dora = as_("dora")
    sent = {"kind": "return_to_supplier", "lines": [{"item": 2}], "notes": "Wrong size"}
    made = dora.post(API, json=sent)
    assert (made.status_code, made.json["kind"]) == (201, "return_to_supplier")
    (told,) = dora.get(f"{API}?kind=return_to_supplier").json
    assert (told["id"], told["kind"], told["notes"]) == (
        made.json["id"],
        "return_to_supplier",
        "Wrong size",
    )
    assert {
        line["kind"] for line in dora.get("/api/inventory/movements/?item=2&limit=1").json
    } == {told["kind"]}
    _check_pages_and_table(app, dora, told)


def _check_pages_and_table(app, dora, told):
    """Pages ask for it as the API does; the table holds spaces."""
    assert (
        dora.get("/operations?kind=return_to_supplier").text.count('<td data-label="With">')
        == 1
    )
    assert (
        'value="return_to_supplier" selected'
        in dora.get("/operations?kind=return_to_supplier").text
    )
    with app.app_context():
        assert (
            db.session.get(Operation, told["id"]).kind == "return to supplier"
        )  # as its hash was made


def _after(on, days=1):
    return str(date.fromisoformat(on) + timedelta(days=days))


@pytest.mark.parametrize(
    "asked",
    [
        "since=yesterday",
        "since=0001-01-01",
        "item=0",
        "kind=lend",
        "kind=return to supplier",
        "after=nonsense",
    ],
)
def test_what_cannot_be_asked(as_, asked):
    dora = as_("dora")
    assert (
        dora.get(f"{API}?{asked}").status_code
        == dora.get(f"/operations?{asked}").status_code
        == 422
    )


def test_page_by_page_with_as_many_queries_for_more(app, as_, done):
    dora = as_("dora")
    with counted(app) as few:
        dora.get("/operations")
    made = [done() for _ in range(60)]
    with counted(app) as many:
        page = dora.get("/operations").text
    assert len(few) == len(many)
    assert 'rel="next"' in page
    found, path = [], f"{API}?limit=25&actor=1"
    while path:
        answer = dora.get(path)
        found += [each["id"] for each in answer.json]
        path = answer.headers.get("Link", "").split(">")[0][1:]
    assert found == sorted(made, reverse=True) + [2, 1]


def test_one_in_full(app, as_):
    id = _receive_and_assess(app)
    dora = as_("dora")
    page = dora.get(f"/operations/{id}").text
    for words in (
        "LS-17",
        "As delivered",
        "VLN-1",
        "On the shelf → Damaged",
        "× 3",
        "+€900.00",
        "Dora",
    ):
        assert words in page, words
    told = dora.get(f"{API}{id}/").json
    assert (told["kind"], told["actor_name"], told["reference"], told["movements"]) == (
        "test",
        "Dora",
        "LS-17",
        2,
    )
    assert [
        (line["type"], line["quantity"], line["tag"], line["value_change"])
        for line in told["lines"]
    ] == [
        ("DAMAGE_ASSESSMENT", 1, "VLN-1", "0.00"),
        ("PURCHASE", 3, None, "900.00"),
    ]
    assert told["lines"][1]["after"]["available"] == 5


def _receive_and_assess(app):
    """A delivery with a unit, one piece of which is damaged; its operation."""
    with app.app_context(), transaction():
        unit = tagged("VLN-1")
        lines = [
            Line(1, 1, "DAMAGE_ASSESSMENT", "available", "damaged", 1, unit),
            Line(1, 1, "PURCHASE", "outside", "available", 3, value_delta_minor=90_000),
        ]
        about = {"reference": "LS-17", "note": "As delivered"}
        return ledger.record(DORA, "test", lines, **about).id


def test_only_staff_and_only_what_is_there(as_):
    sol, dora = as_("sol"), as_("dora")
    for path in ("/operations", "/operations/1", API, f"{API}1/"):
        assert sol.get(path).status_code == 403, path
        assert dora.get(path).status_code == 200, path
    assert (
        dora.get("/operations/99").status_code == dora.get(f"{API}99/").status_code == 404
    )
