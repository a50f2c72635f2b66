"""Closed days and terms: kept by admins at both doors, and what makes no sense."""

from datetime import date, timedelta

import pytest

from webapp.school import calendar, open_days

CLOSED, TERMS = "/api/inventory/closed-days/", "/api/inventory/terms/"
NONSENSE = [
    (60, 60, 60, "ends_on"),
    (60, 430, 200, "ends_on"),
    (60, 160, 59, "return_by"),
    (60, 160, 161, "return_by"),
    (3661, 3700, 3680, "starts_on"),
    (10, 20, 15, "ends_on"),
    (200, 300, 250, "starts_on"),
    (165, 300, 250, "starts_on"),
    (310, 400, 350, "return_by"),
]  # days from today: the first, the last, the one to bring things back by
DOORS = pytest.mark.parametrize("door", ["page", "api"])


@pytest.fixture
def today(app):
    with app.app_context():
        return calendar.today()


@pytest.fixture
def holidays(today):
    starts = today + timedelta(days=40)
    return {
        "name": "Holidays",
        "starts_on": str(starts),
        "ends_on": str(starts + timedelta(days=13)),
    }


@pytest.fixture
def spring(today):
    return {
        "name": "Spring term",
        "starts_on": str(today + timedelta(days=60)),
        "ends_on": str(today + timedelta(days=160)),
        "return_by": str(today + timedelta(days=150)),
    }


@pytest.fixture
def decided(app):
    def look():
        with app.app_context():
            return open_days.now_decided()

    return look


def send(browser, door, kind, values):
    """The page's answer or the program's; both add one."""
    if door == "api":
        return browser.post(f"/api/inventory/{kind}/", json=values)
    return browser.post(f"/opening-hours/{kind}/new", data=values)


@DOORS
def test_closed_days_are_closed_and_no_others(as_, decided, holidays, door):
    assert send(as_("ada"), door, "closed-days", holidays).status_code in (201, 303)
    first, last = (date.fromisoformat(holidays[at]) for at in ("starts_on", "ends_on"))
    day = timedelta(days=1)
    is_open = [decided().is_open(on) for on in (first - day, first, last, last + day)]
    assert is_open == [True, False, False, True]
    assert "Holidays" in as_("sol").get("/opening-hours").text


@DOORS
def test_a_term_is_told_to_everybody(as_, spring, door):
    assert send(as_("ada"), door, "terms", spring).status_code in (201, 303)
    assert "Loans are back by" in as_("sol").get("/opening-hours").text
    assert as_("sol").get(TERMS).json == [spring | {"id": 1, "version": 1}]


@pytest.fixture
def kept(as_, holidays, spring):
    """What there is one of: closed days and a term, by what they are called in addresses."""
    values = {"closed-days": holidays, "terms": spring}
    for kind, each in values.items():
        assert send(as_("ada"), "api", kind, each).status_code == 201
    return values


@pytest.mark.parametrize("name", ["sol", "tess", "dora"])
@pytest.mark.parametrize("kind", ["closed-days", "terms"])
def test_only_admins_keep_them(as_, kept, name, kind):
    one, api, page = as_(name), f"/api/inventory/{kind}/", f"/opening-hours/{kind}"
    asked = [
        one.post(api, json=kept[kind]),
        one.patch(f"{api}1/", json={"name": "x"}),
        one.delete(f"{api}1/"),
        one.get(f"{page}/1/edit"),
        one.post(f"{page}/1/edit", data=kept[kind] | {"version": 1}),
        one.post(f"{page}/1/remove"),
    ]
    assert {answer.status_code for answer in asked} == {403}
    assert len(one.get(api).json) == 1


@pytest.mark.parametrize(
    ("starts", "ends", "field"),
    [(5, 4, "ends_on"), (5, 125, "ends_on"), (3660, 3661, "ends_on")],
)
def test_closed_days_that_make_no_sense(as_, today, starts, ends, field):
    no = as_("ada").post(
        CLOSED,
        json={
            "name": "x",
            "starts_on": str(today + timedelta(days=starts)),
            "ends_on": str(today + timedelta(days=ends)),
        },
    )
    assert (no.status_code, [*no.json["fields"]]) == (422, [field])


@pytest.mark.parametrize(("starts", "ends", "back", "field"), NONSENSE)
def test_terms_that_make_no_sense(as_, today, starts, ends, back, field):
    """There is a term from the 11th to the 19th day and from the 164th to the 305th; the 350th is closed."""
    ada = as_("ada")
    for first, last in ((11, 19), (164, 305)):
        made = ada.post(TERMS, json=a_term(today, first, last, last))
        assert made.status_code == 201
    day = str(today + timedelta(days=350))
    ada.post(CLOSED, json={"name": "x", "starts_on": day, "ends_on": day})
    no = ada.post(TERMS, json=a_term(today, starts, ends, back))
    assert (no.status_code, [*no.json["fields"]]) == (422, [field])
    assert len(ada.get(TERMS).json) == 2


def a_term(today, *ahead):
    names = ("starts_on", "ends_on", "return_by")
    days = {
        name: str(today + timedelta(days=n)) for name, n in zip(names, ahead, strict=True)
    }
    return {"name": "Term"} | days


@pytest.mark.parametrize("kind", ["closed-days", "terms"])
def test_they_are_changed_and_nobody_writes_over_another(as_, kept, kind):
    ada, api, edit = (
        as_("ada"),
        f"/api/inventory/{kind}/1/",
        f"/opening-hours/{kind}/1/edit",
    )
    assert "Change" in ada.get(edit).text
    sent = ada.post(edit, data=kept[kind] | {"name": "Easter", "version": "1"})
    assert sent.location == "/opening-hours?saved=y"
    assert ada.get(api).json["name"] == "Easter"
    assert ada.post(edit, data=kept[kind] | {"version": "1"}).status_code == 412
    stale = {"headers": {"If-Match": '"v1"'}}
    assert ada.patch(api, json={"name": "x"}, **stale).status_code == 412
    assert ada.patch(api, json={"name": "Late"}).json["version"] == 3


def test_a_term_whose_last_days_close_later_can_still_be_renamed(as_, kept, spring):
    ada, day = as_("ada"), spring["return_by"]
    ada.post(CLOSED, json={"name": "Strike", "starts_on": day, "ends_on": day})
    assert ada.patch(f"{TERMS}1/", json={"name": "Summer"}).status_code == 200
    page = spring | {"name": "Summer term", "version": "2"}
    assert ada.post("/opening-hours/terms/1/edit", data=page).status_code == 303
    moved = {"ends_on": str(date.fromisoformat(spring["ends_on"]) + timedelta(days=1))}
    assert ada.patch(f"{TERMS}1/", json=moved).status_code == 422


@DOORS
@pytest.mark.parametrize("kind", ["closed-days", "terms"])
def test_they_are_removed_once(as_, kept, kind, door):
    ada, api, page = (
        as_("ada"),
        f"/api/inventory/{kind}/1/",
        f"/opening-hours/{kind}/1/remove",
    )
    gone = ada.delete(api) if door == "api" else ada.post(page, data={"apply": "y"})
    assert gone.status_code in (204, 303)
    assert ada.get(f"/api/inventory/{kind}/").json == []
    again = [ada.delete(api), ada.get(api), ada.post(page)]
    assert {answer.status_code for answer in again} == {404}


def test_there_are_only_so_many(as_, today):
    ada = as_("ada")
    for n in range(201):
        day = str(today + timedelta(days=n))
        no = ada.post(CLOSED, json={"name": str(n), "starts_on": day, "ends_on": day})
    assert no.status_code == 409
    assert "200" in no.json["detail"]


@pytest.mark.parametrize("kind", ["closed-days", "terms"])
def test_a_removal_names_what_is_removed_before_and_after(as_, holidays, spring, kind):
    what = holidays if kind == "closed-days" else spring
    ada = as_("ada")
    assert send(ada, "page", kind, what).status_code == 303
    asked = ada.get(f"/opening-hours/{kind}/1/remove").text.partition("<main")[2]
    assert f"Remove {what['name']}?" in asked
    gone = ada.post(f"/opening-hours/{kind}/1/remove", data={"apply": "y"})
    assert f"{what['name']} is removed." in ada.get(gone.location).text


def test_saving_says_so(as_, holidays):
    ada = as_("ada")
    saved = send(ada, "page", "closed-days", holidays)
    assert "Saved." in ada.get(saved.location).text.partition("<main")[2]
