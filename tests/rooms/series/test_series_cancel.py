"""Cancelling dates of a series: they are free, and one e-mail tells of them."""

from concurrent.futures import ThreadPoolExecutor

from tests.rooms.series.conftest import API, act, later, walls
from webapp.core.outbox import Letter
from webapp.rooms.models import Occupancy


def test_cancelling_what_follows_frees_it_with_one_letter(
    as_, made, stored, count, letter, monday
):
    done = act(as_("tess"), "cancel", scope="following", date=later(monday, 1))
    assert done.status_code == 200
    assert walls(stored()) == [("14:00", 1, "confirmed")] + [("14:00", 1, "cancelled")] * 2
    assert count(Occupancy, live=True) == 1
    sent = letter(kind="series_cancelled")
    assert sent.text.count("14:00 to 15:00") == 2
    assert "Tess cancelled" in sent.text
    assert sent.address == "sol@school.test"
    assert count(Letter) == 2
    again = act(as_("sol"), "cancel", scope="following", date=later(monday, 1))
    assert again.status_code == 409
    assert count(Letter) == 2


def test_cancelling_one_leaves_the_others(as_, made, stored, hour, monday):
    assert act(as_("sol"), "cancel", scope="this", date=monday).status_code == 200
    assert walls(stored()) == [("14:00", 1, "cancelled")] + [("14:00", 1, "confirmed")] * 2
    assert as_("nia").post("/api/inventory/reservations/", json=hour).status_code == 201


def test_the_same_key_cancels_once(as_, made, count, monday):
    sol, said = (
        as_("sol"),
        {"json": {"scope": "this", "date": monday}, "headers": {"Idempotency-Key": "k"}},
    )
    first, again = (sol.post(f"{API}1/cancel/", **said) for _ in range(2))
    assert (first.status_code, first.data) == (200, again.data)
    assert count(Letter, kind="series_cancelled") == 1


def test_changing_and_cancelling_at_once_never_leaves_half(as_, made, stored, count):
    people = [as_("sol") for _ in range(6)]

    def one(i):
        said = {"start": "16:00", "end": "17:00"} if i % 2 else {}
        return act(
            people[i], "change" if i % 2 else "cancel", scope="all", **said
        ).status_code

    with ThreadPoolExecutor(6) as pool:
        codes = list(pool.map(one, range(6)))
    assert codes.count(200) >= 1
    assert set(codes) <= {200, 409}
    assert {status for *_, status in stored()} == {"cancelled"}
    assert count(Occupancy, live=True) == 0
    assert len({wall for _, wall, *_ in stored()}) == 1
    assert count(Letter, kind="series_cancelled") == 1
