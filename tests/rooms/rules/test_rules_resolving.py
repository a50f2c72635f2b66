"""Which rule decides: whom, where and when it holds for, and the most specific one for each limit alone."""

from datetime import UTC, datetime, timedelta

import pytest

from tests.support.school import school
from webapp.people.groups import Standing
from webapp.rooms.models import Room, RoomRule
from webapp.rooms.rules import resolving, verdicts
from webapp.rooms.rules.resolving import Ask
from webapp.rooms.rules.rule_words import sentence
from webapp.rooms.scopes import mask
from webapp.school import settings

NOW = datetime(2027, 3, 1, 9, tzinfo=UTC)  # a Monday, 10:00 in Berlin
SOL, TESS = Standing(2, "Sol", "student", frozenset({7})), Standing(1, "Tess", "teacher")
PIANO, DRUMS = (
    Room(id=1, name="Studio A", group_id=3),
    Room(id=2, name="Studio B", group_id=None),
)


@pytest.fixture(autouse=True)
def inside():
    with school():
        yield


def rule(name="Rule", **told):
    return RoomRule(id=1, name=name, **{"weekdays": 127, "is_active": True} | told)


def ask(who=SOL, room=PIANO, purpose="practice", ahead=5, minutes=60, now=NOW):
    starts = NOW + timedelta(hours=ahead)
    return Ask(who, room, purpose, starts, starts + timedelta(minutes=minutes), now)


def broken(asked, *rules):
    verdict = verdicts.judge(asked, rules, [])
    return verdict.broken and verdict.broken.rule.name


CONDITIONS = [
    ({}, True),
    ({"role": "student"}, True),
    ({"role": "teacher"}, False),
    ({"group_id": 7}, True),
    ({"group_id": 8}, False),
    ({"role": "student", "group_id": 8}, False),
    ({"room_id": 1}, True),
    ({"room_id": 2}, False),
    ({"room_group_id": 3}, True),
    ({"room_group_id": 4}, False),
    ({"purpose": "practice"}, True),
    ({"purpose": "exam"}, False),
    ({"weekdays": mask(["mon"])}, True),
    ({"weekdays": mask(["tue", "sun"])}, False),
    ({"from_time": "15:30"}, True),  # it overlaps 15:00 to 16:00 of the school's clock
    ({"from_time": "16:00"}, False),
    ({"until_time": "15:00"}, False),
    ({"until_time": "15:15"}, True),
    ({"starts_on": NOW.date(), "ends_on": NOW.date()}, True),
    ({"starts_on": NOW.date() + timedelta(days=1)}, False),
    ({"ends_on": NOW.date() - timedelta(days=1)}, False),
]


@pytest.mark.parametrize(
    ("told", "holds"),
    CONDITIONS,
)
def test_a_rule_holds_where_all_it_names_is_met(told, holds):
    assert bool(broken(ask(), rule(may_book=False, **told))) is holds


def test_the_most_specific_decides_for_each_limit_alone():
    everybody = rule("Everybody", max_minutes=60, min_minutes=30)
    students = rule("Students", role="student", max_minutes=120)
    assert broken(ask(minutes=120), everybody, students) is None
    assert broken(ask(minutes=135), everybody, students) == "Students"
    assert broken(ask(minutes=15), everybody, students) == "Everybody"
    assert broken(ask(TESS, minutes=75), everybody, students) == "Everybody"


def test_what_is_named_more_narrowly_weighs_more():
    order = [
        {},
        {"role": "student"},
        {"role": "student", "purpose": "practice"},
        {"group_id": 7, "room_group_id": 3},
        {"group_id": 7, "room_id": 1},
        {"group_id": 7, "room_id": 1, "from_time": "08:00"},
        {"group_id": 7, "room_id": 1, "weekdays": 1, "starts_on": NOW.date()},
    ]
    weights = [resolving.weight(rule(**told)) for told in order]
    assert weights == sorted(set(weights))
    assert resolving.weight(rule(room_id=1)) > resolving.weight(rule(room_group_id=3))


def test_of_rules_as_specific_the_strictest_wins():
    loose, strict = (
        rule("Loose", role="student", max_minutes=120),
        rule("Strict", purpose="practice", max_minutes=60),
    )
    assert (
        broken(ask(minutes=90), loose, strict)
        == broken(ask(minutes=90), strict, loose)
        == "Strict"
    )
    yes, no = (
        rule("Yes", role="student", may_book=True),
        rule("No", room_group_id=3, may_book=False),
    )
    assert broken(ask(), yes, no) == "No"


def test_a_yes_that_names_more_lifts_a_no():
    closed, pianists = (
        rule("Pianos", room_group_id=3, may_book=False),
        rule("Pianists", group_id=7, may_book=True),
    )
    pianists.room_group_id = 3
    assert broken(ask(), closed, pianists) is None
    assert broken(ask(TESS), closed, pianists) == "Pianos"
    assert broken(ask(TESS, DRUMS), closed, pianists) is None


def test_hours_ahead_and_days_ahead_are_one_limit():
    days, hours = rule("Days", horizon_days=14), rule("Hours", room_id=1, horizon_hours=2)
    assert broken(ask(ahead=3), days, hours) == "Hours"
    assert broken(ask(room=DRUMS, ahead=3), days, hours) is None


REFUSALS = [
    ({"may_book": False, "room_id": 1}, {}, "Everybody may not book in Studio A"),
    (
        {"horizon_hours": 4},
        {},
        "Bookings open 4 h ahead; this time opens on Mon 1 Mar at 11:00",
    ),
    (
        {"horizon_days": 0},
        {"ahead": 24},
        "Bookings open on the day itself; this time opens on Tue 2 Mar at 00:00",
    ),
    ({"min_notice_minutes": 360}, {}, "Book at least 6 h before the start"),
    (
        {"min_minutes": 30},
        {"minutes": 15},
        "The shortest booking is 30 min; this is 15 min",
    ),
    (
        {"max_minutes": 90},
        {"minutes": 120},
        "The longest booking is 1 h 30 min; this is 2 h",
    ),
    (
        {"day_minutes": 45},
        {},
        "Day quota: 0 min of 45 min used; this is 1 h. The next day begins on Tue 2 Mar at 00:00",
    ),
]


@pytest.mark.parametrize(
    ("limit", "asked", "words"),
    REFUSALS,
)
def test_a_refusal_says_its_numbers_and_the_rule(limit, asked, words):
    named = rule("The rule", **limit)
    named.room = "Studio A" if named.room_id else None
    verdict = verdicts.judge(ask(**asked), [named], [])
    assert verdict.broken.message == f"{words} (rule “The rule”)"
    assert verdict.broken.all_facts["rule_name"] == "The rule"
    assert verdict.broken.all_facts["limit"] in limit


OFFERS = [
    ({"max_minutes": 90}, 120, ["1 h 30 min, until 16:30"]),
    ({"max_minutes": 100}, 120, ["1 h 30 min, until 16:30"]),
    ({"week_minutes": 75}, 120, ["1 h 15 min, until 16:15"]),
    ({"min_minutes": 40}, 30, ["45 min, until 15:45"]),
    ({"week_minutes": 75, "min_minutes": 90}, 120, []),
    ({"week_minutes": 10}, 60, []),
    ({"may_book": False}, 60, []),
    ({"horizon_hours": 1}, 60, []),
]


@pytest.mark.parametrize(
    ("limit", "minutes", "offered"),
    OFFERS,
)
def test_a_refusal_offers_the_nearest_length_that_breaks_nothing(limit, minutes, offered):
    asked, rules = ask(minutes=minutes), [rule(**limit)]
    found = verdicts.offers(asked, rules, [], verdicts.judge(asked, rules, []).broken)
    assert [each.label for each in found] == offered
    for each in found:
        ends = datetime.fromisoformat(each.change["end_time"])
        assert (
            verdicts.judge(
                Ask(SOL, PIANO, "practice", asked.starts, ends, NOW), rules, []
            ).broken
            is None
        )


def test_the_steps_of_the_school_are_kept_by_offers():
    settings.get("name")
    kept = settings.db.session().info["settings"]
    kept["granularity_minutes"] = 30
    asked, rules = ask(minutes=120), [rule(max_minutes=105)]
    assert (
        verdicts.offers(asked, rules, [], verdicts.judge(asked, rules, []).broken)[0].label
        == "1 h 30 min, until 16:30"
    )


def test_a_rule_reads_as_a_sentence():
    told = rule(
        role="student", room_group_id=3, weekdays=mask(["mon", "tue", "wed", "thu", "fri"]), from_time="11:00",
        until_time="17:00", ends_on=NOW.date(), max_minutes=120, core_minutes=180, horizon_days=14, opens_at="13:00",
        last_minute_hours=2, last_minute_mode="only_when_exhausted",
    )  # fmt: skip
    told.room_group = "Pianos"
    assert sentence(told) == (
        "Students in rooms of the group Pianos, Mon–Fri, 11:00–17:00, until 1 Mar 2027: 14 days ahead at 13:00; "
        "at most 2 h at a time; 3 h a day within this time; "
        "within 2 h of the start it does not count towards quotas once the quota is used up."
    )
    assert (
        sentence(rule(may_book=False, weekdays=mask(["sun", "sat"])))
        == "Everybody, Sat and Sun: may not book."
    )
