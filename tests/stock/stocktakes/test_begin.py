"""Beginning a stocktake, and where it stands."""

from concurrent.futures import ThreadPoolExecutor

from sqlalchemy import func, select

from tests.stock.stocktakes.counts import API, CELLO, STORE, apply, begin, count
from tests.support.loans import tagged
from tests.support.queries import counted
from webapp.core.db import db, transaction
from webapp.stock.models import Stocktake, StocktakeLine


def test_where_it_stands_says_what_may_be_done(dora):
    at = begin(dora)
    _check_while_counting(dora, at)
    count(dora, at, item=CELLO, counted=5)
    dora.post(f"{at}review/")
    assert dora.post(f"{at}count/", json={"code": "x"}).status_code == 409
    assert dora.post(f"{at}reopen/").json["status"] == "counting"
    assert dora.post(f"{at}cancel/").json["closed_at"]
    assert dora.post(f"{at}cancel/").json["facts"]["status"] == "cancelled"
    begin(dora)


def _check_while_counting(dora, at):
    """One count at a time, and nothing to review yet."""
    no = dora.post(API, json={"location": STORE})
    assert no.status_code == 409
    assert no.json["facts"] == {"stocktake": 1}
    assert dora.post(f"{at}review/").json["detail"] == "Nothing counted yet"
    assert apply(dora, at).status_code == dora.post(f"{at}reopen/").status_code == 409


def test_students_count_nothing_and_nobody_finds_what_is_not_there(as_, dora):
    sol, at = as_("sol"), begin(dora)
    for path in (API, at):
        assert sol.get(path).status_code == 403
    assert sol.post(API, json={"location": STORE}).status_code == 403
    _check_acts(dora, sol, at)
    for page in ("", "/new", "/1", "/1/review", "/1/apply", "/1/sheet"):
        assert sol.get(f"/stocktakes{page}").status_code == 403, page
    for page in ("/99", "/99/review", "/99/apply", "/99/sheet", f"/{9**20}"):
        assert dora.get(f"/stocktakes{page}").status_code == 404, page


def _check_acts(dora, sol, at):
    """No act for a student, and none on what is not there."""
    for verb in ("count", "review", "reopen", "apply", "cancel"):
        said = (
            {"json": {"code": "x"} if verb == "count" else {}}
            if verb in ("count", "apply")
            else {}
        )
        assert sol.post(f"{at}{verb}/", **said).status_code == 403
        assert dora.post(f"{API}99/{verb}/", **said).status_code == 404


def test_two_begin_at_once_and_one_counts(app, as_):
    desks = [as_("dora") for _ in range(4)]
    with ThreadPoolExecutor(4) as pool:
        codes = list(
            pool.map(
                lambda desk: desk.post(API, json={"location": STORE}).status_code, desks
            )
        )
    assert sorted(codes) == [201, 409, 409, 409]
    with app.app_context():
        assert db.session.scalar(select(func.count()).select_from(Stocktake)) == 1


def test_the_list_has_pages_and_nothing_asks_more_for_more(app, as_, dora):
    tess = as_("tess")
    begin(dora)
    looks = ("/stocktakes", API, "/stocktakes/1", f"{API}1/", "/stocktakes/1/sheet")
    with counted(app) as few:
        for path in looks:
            dora.get(path)
    for n in range(30):
        tess.post("/api/inventory/locations/", json={"name": f"Shelf {n}"})
        begin(dora, location=n + 2)
    _fill(app)
    with counted(app) as many:
        for path in looks:
            assert dora.get(path).status_code == 200
    assert len(few) == len(many)
    assert 'rel="next"' in dora.get("/stocktakes").text
    _check_order(dora)
    assert len(dora.get(f"{API}?location=3").json) == 1


def _fill(app):
    """Sixty violins, and sixty codes that nobody knows."""
    with app.app_context(), transaction():
        for n in range(60):
            tagged(f"VLN-{n}")
            db.session.add(
                StocktakeLine(stocktake_id=1, code=f"?{n}", counted=1, counted_by=1)
            )


def _check_order(dora):
    """Page after page, the newest first."""
    ids, path = [], f"{API}?limit=10&status=counting"
    while path:
        answer = dora.get(path)
        ids += [each["id"] for each in answer.json]
        path = answer.headers.get("Link", "").split(">")[0][1:]
    assert ids == list(range(31, 0, -1))
