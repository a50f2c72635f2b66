"""How a rule of the rooms is drawn."""

from wtforms import HiddenField, IntegerField, SelectField, StringField

from webapp.core.forms import Form, TicksField, options
from webapp.core.words import lazy

from ..rules.rule_words import ROLES
from ..schemas.rules import RuleInput, RulePage
from .rates import DAYS, Parts

CLOCK, DAY = {"type": "time"}, {"type": "date"}
USES = {
    "practice": lazy("Practice"),
    "ensemble": lazy("Ensemble"),
    "lesson": lazy("Lesson"),
    "exam": lazy("Exam"),
    "maintenance": lazy("Maintenance"),
}
MODES = {
    "": lazy("No"),
    "always": lazy("Always"),
    "only_when_exhausted": lazy("Only once the quota is used up"),
}


class RuleForm(Form):
    reads, title, button, template = (
        RuleInput,
        lazy("Add a rule"),
        lazy("Add rule"),
        "rooms/rules/rule",
    )
    name = StringField(
        lazy("Name"),
        description=lazy("Shown when the rule says no: “Piano rooms first for pianists”"),
    )
    role = SelectField(lazy("Role"), choices=options({"": "Everybody"} | ROLES))
    group = SelectField(lazy("Class or ensemble"), choices=[])
    room_group = SelectField(lazy("Group of rooms"), choices=[])
    room = SelectField(lazy("One room"), choices=[])
    purpose = SelectField(lazy("Purpose"), choices=options({"": "Any purpose"} | USES))
    weekdays = TicksField(
        lazy("Weekdays"),
        choices=options(DAYS),
        description=lazy("None ticked means every day"),
    )
    from_time = StringField(lazy("From"), render_kw=CLOCK)
    until_time = StringField(lazy("Until"), render_kw=CLOCK)
    starts_on = StringField(lazy("First day"), render_kw=DAY)
    ends_on = StringField(lazy("Last day"), render_kw=DAY)
    may_book = SelectField(
        lazy("May they book?"),
        choices=options({"": "Not set", "True": "Yes", "False": "No"}),
        description=lazy("“Yes” overrides the “No” of a less specific rule"),
    )
    needs_approval = SelectField(
        lazy("Must a teacher approve it?"),
        choices=options({"": "Not set", "True": "Yes", "False": "No"}),
        description=lazy("Staff bookings need no approval"),
    )
    one_at_a_time = SelectField(
        lazy("Only one room at a time?"),
        choices=options({"": "Not set", "True": "Yes", "False": "No"}),
        description=lazy("Nobody may have two rooms at the same time"),
    )
    horizon_days = IntegerField(
        lazy("Days ahead"),
        description=lazy("Until the end of that day; 0 means the same day"),
    )
    opens_at = StringField(lazy("The last of these days opens at"), render_kw=CLOCK)
    horizon_hours = IntegerField(lazy("Or hours ahead"), description=lazy("To the minute"))
    min_notice_minutes = IntegerField(lazy("To book it"))
    change_notice_minutes = IntegerField(lazy("To move it elsewhere"))
    min_minutes = IntegerField(lazy("Shortest booking"))
    max_minutes = IntegerField(lazy("Longest booking"))
    gap_minutes = IntegerField(lazy("Pause before booking the same room again"))
    rolling_minutes = IntegerField(
        lazy("Booked ahead"), description=lazy("Freed as the time passes")
    )
    day_minutes = IntegerField(lazy("A day"))
    week_minutes = IntegerField(lazy("A week"), description=lazy("Monday to Sunday"))
    month_minutes = IntegerField(lazy("A month"))
    core_minutes = IntegerField(
        lazy("A day of core time"), description=lazy("Only between the times above")
    )
    last_minute_hours = IntegerField(lazy("Hours before the start"))
    last_minute_mode = SelectField(
        lazy("Does not count towards quotas"), choices=options(MODES)
    )


class RuleEditForm(RuleForm):
    reads, title, button = RulePage, lazy("Change the rule"), lazy("Save")
    version = HiddenField()


PARTS: Parts = (  # the form's headings, and what stands under each
    ("Who", "Leave both empty to apply it to everybody.", ("role", "group")),
    (
        "Which rooms",
        "Leave both empty to apply it to all.",
        ("room_group", "room", "purpose"),
    ),
    ("When", "In the school’s time. Leave empty to apply it always.", ("weekdays",)),
    ("", "", ("from_time", "until_time")),
    ("", "", ("starts_on", "ends_on")),
    ("May they book", "", ("may_book", "needs_approval")),
    ("", "", ("one_at_a_time",)),
    ("How far ahead", "", ("horizon_days", "opens_at")),
    ("", "", ("horizon_hours",)),
    (
        "How late",
        "In minutes before the start.",
        ("min_notice_minutes", "change_notice_minutes"),
    ),
    ("How long", "In minutes.", ("min_minutes", "max_minutes", "gap_minutes")),
    ("How much", "In minutes.", ("rolling_minutes", "core_minutes")),
    ("", "", ("day_minutes", "week_minutes", "month_minutes")),
    (
        "At the last minute",
        "Rooms that would otherwise stay empty.",
        ("last_minute_hours", "last_minute_mode"),
    ),
)


def choices(
    groups: dict[int, str], room_groups: dict[int, str], rooms: dict[int, str]
) -> dict[str, list[tuple[object, str]]]:
    """What a rule may name, by what the school has."""
    return {
        "group": [("", "Any"), *groups.items()],
        "room_group": [("", "Any"), *room_groups.items()],
        "room": [("", "Any"), *rooms.items()],
    }
