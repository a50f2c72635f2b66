"""How reporting, mending and planning maintenance are drawn."""

from wtforms import (
    DateField,
    HiddenField,
    IntegerField,
    RadioField,
    SelectField,
    TextAreaField,
)

from webapp.core.code_names import NAMES
from webapp.core.forms import Form, MoneyField, options
from webapp.core.words import lazy

from .schemas.repairs import (
    ApproveRepairInput,
    AssessDamageInput,
    CloseRepairInput,
    FinishOneInput,
    FinishRepairInput,
    PiecesInput,
    PlanMaintenanceEdit,
    RepairEdit,
    ReportInput,
    SendRepairInput,
    StartMaintenanceInput,
)

DAMAGE_TYPES = {
    "physical": lazy("Broken or cracked"),
    "functional": lazy("Does not work as it should"),
    "wear_and_tear": lazy("Worn"),
    "cosmetic": lazy("Cosmetic only"),
    "accidental": lazy("Accident"),
    "water": lazy("Water"),
    "electrical": lazy("Electrical"),
    "vandalism": lazy("Vandalism"),
    "other": lazy("Something else"),
}
SEVERITIES = {
    "minor": lazy("Minor"),
    "moderate": lazy("Moderate"),
    "severe": lazy("Severe"),
    "critical": lazy("Critical"),
    "beyond_repair": lazy("Beyond repair"),
}
CONDITIONS = {"": lazy("Same as before")} | {
    c: NAMES[c] for c in ("new", "excellent", "good", "fair", "poor")
}
FOUND = {
    "passed": lazy("Fine: back on the shelf"),
    "failed": lazy("Still damaged"),
    "beyond_repair": lazy("Beyond repair"),
}
LATER = {"": lazy("To be assessed later")}
BENCH = lazy("Our own workshop")


class ReportForm(Form):
    reads, title, button = ReportInput, lazy("Report damage"), lazy("Report damage")
    description = TextAreaField(lazy("What is wrong?"))
    damage_type = SelectField(
        lazy("Kind of damage (optional)"), choices=options(LATER | DAMAGE_TYPES)
    )
    severity = SelectField(lazy("Severity (optional)"), choices=options(LATER | SEVERITIES))


class PiecesForm(Form):
    reads, title, button = PiecesInput, lazy("Report damage"), lazy("Report damage")
    description = TextAreaField(lazy("What is wrong?"))
    quantity = IntegerField(lazy("How many"))
    location = SelectField(lazy("Where"))
    state = SelectField(
        lazy("Where they are now"),
        choices=options(
            {"available": "On the shelf", "damaged": "Already set apart as damaged"}
        ),
    )
    damage_type = SelectField(
        lazy("Kind of damage (optional)"), choices=options(LATER | DAMAGE_TYPES)
    )
    severity = SelectField(lazy("Severity (optional)"), choices=options(LATER | SEVERITIES))


class AssessForm(Form):
    reads, title, button = (
        AssessDamageInput,
        lazy("Assess the damage"),
        lazy("Save the assessment"),
    )
    damage_type = SelectField(lazy("Kind of damage"), choices=options(DAMAGE_TYPES))
    severity = SelectField(
        lazy("Severity"),
        choices=options(SEVERITIES),
        description=lazy("Beyond repair closes this repair; two people then write it off"),
    )
    notes = TextAreaField(lazy("Notes (optional)"))


class ApproveForm(Form):
    reads, title, button = ApproveRepairInput, lazy("Approve the repair"), lazy("Approve")
    estimate = MoneyField(
        lazy("Estimate (optional)"), description=lazy("Likely cost for all pieces")
    )


class SendForm(Form):
    reads, title, button = SendRepairInput, lazy("Send for repair"), lazy("Send")
    vendor = SelectField(
        lazy("Repaired by"),
        description=lazy("Vendors are the suppliers the school works with"),
    )
    expected_on = DateField(lazy("Expected back (optional)"))
    notes = TextAreaField(lazy("Notes (optional)"))


class FinishForm(Form):
    reads, title, button = FinishOneInput, lazy("Quality check"), lazy("Save the check")
    quality_check = RadioField(lazy("Condition"), choices=options(FOUND))
    condition = SelectField(lazy("Condition, if it is fine"), choices=options(CONDITIONS))
    cost = MoneyField(lazy("Cost (optional)"))
    notes = TextAreaField(lazy("Notes (optional)"))


class FinishSeveralForm(Form):
    reads, title, button = FinishRepairInput, lazy("Quality check"), lazy("Save the check")
    quality_check = RadioField(
        lazy("Result"), choices=options(FOUND | {"partial": lazy("Mixed")})
    )
    passed = IntegerField(
        lazy("If mixed: how many are fine"),
        description=lazy("The others are still damaged"),
    )
    beyond_repair = IntegerField(lazy("If mixed: how many are beyond repair"))
    condition = SelectField(
        lazy("Condition, if they are fine"), choices=options(CONDITIONS)
    )
    cost = MoneyField(lazy("Cost (optional)"), description=lazy("All of them together"))
    notes = TextAreaField(lazy("Notes (optional)"))


class GiveUpForm(Form):
    reads, title, button = (
        CloseRepairInput,
        lazy("Beyond repair"),
        lazy("Set apart to be written off"),
    )
    notes = TextAreaField(
        lazy("Why (optional)"), description=lazy("Two people write it off")
    )


class CancelForm(Form):
    reads, title, button = (
        CloseRepairInput,
        lazy("Nothing is wrong"),
        lazy("Put it back on the shelf"),
    )
    notes = TextAreaField(lazy("Why (optional)"))


class RepairEditForm(Form):
    reads, title = RepairEdit, lazy("Edit the repair")
    version = HiddenField()
    description = TextAreaField(lazy("What is wrong?"))
    vendor = SelectField(lazy("Repaired by"))
    estimate = MoneyField(lazy("Estimate (optional)"))
    cost = MoneyField(lazy("Cost (optional)"))
    expected_on = DateField(lazy("Expected back (optional)"))


class StartForm(Form):
    reads, title, button = (
        StartMaintenanceInput,
        lazy("Start maintenance"),
        lazy("Take it off the shelf"),
    )
    description = TextAreaField(lazy("What needs doing (optional)"))
    vendor = SelectField(lazy("Done by"))
    expected_on = DateField(lazy("Expected back (optional)"))


class PlanForm(Form):
    reads, title = PlanMaintenanceEdit, lazy("Plan maintenance")
    version = HiddenField()
    next_maintenance_on = DateField(
        lazy("Next due"),
        description=lazy("Leave empty to count from the last time by the days below"),
    )
    maintenance_days = IntegerField(
        lazy("Repeat every (days)"), description=lazy("Leave empty to plan it only once")
    )
