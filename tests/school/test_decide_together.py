"""Settings that two decide: nobody undoes what somebody else decided, and who is late sees both."""

import html
import json
import re
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest

from tests.school.conftest import API, PAGE, change, drawn


def now(answer):
    return dict(re.findall(r'id="([\w-]+)-now"><b>Now:</b> ([^<]*)<', answer.text))


def test_an_old_page_undoes_nobody_elses_decision(as_, kept):
    ada, head = as_("ada"), as_("ada")
    old = drawn(ada)
    change(head, "page", cancel_hours=24)
    assert ada.post(PAGE, data=old | {"pending_days": "3"}).status_code == 303
    assert (kept("cancel_hours"), kept("pending_days")) == (24, 3)


def test_the_same_setting_decided_twice_shows_both(as_, kept):
    ada, head = as_("ada"), as_("ada")
    old = drawn(ada)
    change(head, "page", most_loans="9", overdue_days="5", pending_days="2")
    mine = old | {"most_loans": "7", "overdue_days": "3, 6"}
    no = ada.post(PAGE, data=mine)
    assert no.status_code == 412
    assert now(no) == {"most_loans": "9", "overdue_days": "5"}
    assert 'value="7"' in no.text
    assert kept("most_loans") == 9
    again = html.unescape(re.search(r'name="version"[^>]*value="([^"]*)"', no.text)[1])
    assert ada.post(PAGE, data=mine | {"version": again}).status_code == 303
    assert (kept("most_loans"), kept("overdue_days"), kept("pending_days")) == (
        7,
        [3, 6],
        2,
    )


@pytest.mark.parametrize(
    "seen",
    [
        "",
        "{}",
        "[]",
        "x",
        '{"name": 1}',
        "{amount: 'x'}",
        "second_person_amount=sNaN",
        "cancel_hours=[]",
    ],
)
def test_what_no_page_was_drawn_from_is_refused(as_, kept, seen):
    ada = as_("ada")
    old = drawn(ada)
    if "=" in seen:
        name, _, value = seen.partition("=")
        seen = json.dumps(json.loads(old["version"]) | {name: value})
    no = ada.post(PAGE, data=old | {"version": seen, "cancel_hours": "24"})
    assert no.status_code == 422
    assert "open for too long" in no.text
    assert kept("cancel_hours") == 0


def test_what_both_decided_alike_is_no_difference(as_, kept):
    ada = as_("ada")
    old = drawn(ada) | {"most_loans": "9", "second_person_amount": "700"}
    change(as_("ada"), "api", most_loans=9, second_person_amount="700.00")
    assert ada.post(PAGE, data=old).status_code == 303
    assert kept("most_loans") == 9


@pytest.mark.parametrize("version", ["", "1", "[]", "{}", '{"name": "x"}', "x" * 3000])
def test_a_page_that_does_not_say_what_it_was_drawn_from_is_refused(as_, kept, version):
    ada = as_("ada")
    no = ada.post(PAGE, data=drawn(ada) | {"version": version, "name": "Mine"})
    assert no.status_code == 422
    assert kept("name") == "Backline"


def test_a_program_may_say_what_it_saw(as_, kept):
    ada = as_("ada")
    seen = {"If-Match": ada.get(API).headers["ETag"]}
    assert ada.patch(API, json={"cancel_hours": 12}, headers=seen).status_code == 200
    no = ada.patch(API, json={"most_loans": 9}, headers=seen)
    assert no.status_code == 412
    assert no.json["facts"]["cancel_hours"] == 12
    assert kept("most_loans") == 0


def test_the_same_change_twice_is_one(as_, kept):
    ada = as_("ada")
    typed = drawn(ada) | {"pending_days": "3", "idempotency_key": "k"}
    assert [ada.post(PAGE, data=typed).status_code for _ in range(2)] == [303, 303]
    assert kept("pending_days") == 3


def test_of_two_at_once_one_sees_the_other(as_, kept):
    people = [as_("ada") for _ in range(6)]
    pages, start = (
        [drawn(one) | {"cancel_hours": str(n + 1)} for n, one in enumerate(people)],
        Barrier(6),
    )

    def send(one, typed):
        start.wait()
        return one.post(PAGE, data=typed).status_code

    with ThreadPoolExecutor(6) as pool:
        codes = list(pool.map(send, people, pages))
    assert sorted(codes) == [303] + [412] * 5
    assert kept("cancel_hours") == codes.index(303) + 1
