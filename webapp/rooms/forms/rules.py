"""How a rule of the rooms is drawn."""

from webapp.core.form_fields import label
from webapp.core.words import _, lazy

from ..schemas.rules import RuleInput, RulePage
from .rates import Parts, ScopeForm

USES = {
    "practice": lazy("Practice"),
    "ensemble": lazy("Ensemble"),
    "lesson": lazy("Lesson"),
    "exam": lazy("Exam"),
    "maintenance": lazy("Maintenance"),
}
DECISIONS = {"": lazy("Not set"), "True": lazy("Yes"), "False": lazy("No")}
MODES = {
    "": lazy("No"),
    "always": lazy("Always"),
    "only_when_exhausted": lazy("Only once the quota is used up"),
}


class RuleForm(ScopeForm, reads=RuleInput, title="Add a rule", button="Add rule"):
    template = "rooms/rules/rule"
    name = label("Name", "Shown when the rule says no: “Piano rooms first for pianists”")
    purpose = label("Purpose", choices={"": lazy("Any purpose")} | USES)
    starts_on = label("First day")
    ends_on = label("Last day")
    may_book = label(
        "May they book?",
        "“Yes” overrides the “No” of a less specific rule",
        choices=DECISIONS,
    )
    needs_approval = label(
        "Must a teacher approve it?",
        "Staff bookings need no approval",
        choices=DECISIONS,
    )
    one_at_a_time = label(
        "Only one room at a time?",
        "Nobody may have two rooms at the same time",
        choices=DECISIONS,
    )
    horizon_days = label("Days ahead", "Until the end of that day; 0 means the same day")
    opens_at = label("The last of these days opens at", type="time")
    horizon_hours = label("Or hours ahead", "To the minute")
    min_notice_minutes = label("To book it")
    change_notice_minutes = label("To move it elsewhere")
    min_minutes = label("Shortest booking")
    max_minutes = label("Longest booking")
    gap_minutes = label("Pause before booking the same room again")
    rolling_minutes = label("Booked ahead", "Freed as the time passes")
    day_minutes = label("A day")
    week_minutes = label("A week", "From the day on which the school's weeks begin")
    month_minutes = label("A month")
    core_minutes = label("A day of core time", "Only between the times above")
    last_minute_hours = label("Hours before the start")
    last_minute_mode = label("Does not count towards quotas", choices=MODES)


class RuleEditForm(RuleForm, reads=RulePage, title="Change the rule", button="Save"):
    pass


PARTS: Parts = (  # the form's headings, and what stands under each
    (lazy("Who"), lazy("Leave both empty to apply it to everybody."), ("role", "group")),
    (
        lazy("Which rooms"),
        lazy("Leave both empty to apply it to all."),
        ("room_group", "room", "purpose"),
    ),
    (
        lazy("When"),
        lazy("In the school’s time. Leave empty to apply it always."),
        ("weekdays",),
    ),
    ("", "", ("from_time", "until_time")),
    ("", "", ("starts_on", "ends_on")),
    (lazy("May they book"), "", ("may_book", "needs_approval")),
    ("", "", ("one_at_a_time",)),
    (lazy("How far ahead"), "", ("horizon_days", "opens_at")),
    ("", "", ("horizon_hours",)),
    (
        lazy("How late"),
        lazy("In minutes before the start."),
        ("min_notice_minutes", "change_notice_minutes"),
    ),
    (lazy("How long"), lazy("In minutes."), ("min_minutes", "max_minutes", "gap_minutes")),
    (lazy("How much"), lazy("In minutes."), ("rolling_minutes", "core_minutes")),
    ("", "", ("day_minutes", "week_minutes", "month_minutes")),
    (
        lazy("At the last minute"),
        lazy("Rooms that would otherwise stay empty."),
        ("last_minute_hours", "last_minute_mode"),
    ),
)


def choices(
    groups: dict[int, str], room_groups: dict[int, str], rooms: dict[int, str]
) -> dict[str, list[tuple[object, str]]]:
    """What a rule may name, by what the school has."""
    return {
        "group": [("", _("Any")), *groups.items()],
        "room_group": [("", _("Any")), *room_groups.items()],
        "room": [("", _("Any")), *rooms.items()],
    }
