"""How a rule of the rooms is drawn."""

from wtforms import HiddenField, IntegerField, SelectField, StringField

from webapp.core.forms import Form, TicksField, options

from ..rules.rule_words import ROLES
from ..schemas.rules import RuleInput, RulePage
from .rates import DAYS, Parts

CLOCK, DAY = {"type": "time"}, {"type": "date"}
USES = {
    "practice": "Practice",
    "ensemble": "Ensemble",
    "lesson": "Lesson",
    "exam": "Exam",
    "maintenance": "Maintenance",
}
MODES = {
    "": "No",
    "always": "Always",
    "only_when_exhausted": "Only once the quota is used up",
}


class RuleForm(Form):
    reads, title, button, template = RuleInput, "Add a rule", "Add rule", "rooms/rules/rule"
    name = StringField(
        "Name", description="Shown when the rule says no: “Piano rooms first for pianists”"
    )
    role = SelectField("Role", choices=options({"": "Everybody"} | ROLES))
    group = SelectField("Class or ensemble", choices=[])
    room_group = SelectField("Group of rooms", choices=[])
    room = SelectField("One room", choices=[])
    purpose = SelectField("Purpose", choices=options({"": "Any purpose"} | USES))
    weekdays = TicksField(
        "Weekdays", choices=options(DAYS), description="None ticked means every day"
    )
    from_time = StringField("From", render_kw=CLOCK)
    until_time = StringField("Until", render_kw=CLOCK)
    starts_on = StringField("First day", render_kw=DAY)
    ends_on = StringField("Last day", render_kw=DAY)
    may_book = SelectField(
        "May they book?",
        choices=options({"": "Not set", "True": "Yes", "False": "No"}),
        description="“Yes” overrides the “No” of a less specific rule",
    )
    needs_approval = SelectField(
        "Must a teacher approve it?",
        choices=options({"": "Not set", "True": "Yes", "False": "No"}),
        description="Staff bookings need no approval",
    )
    one_at_a_time = SelectField(
        "Only one room at a time?",
        choices=options({"": "Not set", "True": "Yes", "False": "No"}),
        description="Nobody may have two rooms at the same time",
    )
    horizon_days = IntegerField(
        "Days ahead", description="Until the end of that day; 0 means the same day"
    )
    opens_at = StringField("The last of these days opens at", render_kw=CLOCK)
    horizon_hours = IntegerField("Or hours ahead", description="To the minute")
    min_notice_minutes = IntegerField("To book it")
    change_notice_minutes = IntegerField("To move it elsewhere")
    min_minutes = IntegerField("Shortest booking")
    max_minutes = IntegerField("Longest booking")
    gap_minutes = IntegerField("Pause before booking the same room again")
    rolling_minutes = IntegerField("Booked ahead", description="Freed as the time passes")
    day_minutes = IntegerField("A day")
    week_minutes = IntegerField("A week", description="Monday to Sunday")
    month_minutes = IntegerField("A month")
    core_minutes = IntegerField(
        "A day of core time", description="Only between the times above"
    )
    last_minute_hours = IntegerField("Hours before the start")
    last_minute_mode = SelectField("Does not count towards quotas", choices=options(MODES))


class RuleEditForm(RuleForm):
    reads, title, button = RulePage, "Change the rule", "Save"
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
