"""How reporting, mending and planning maintenance are drawn."""

from wtforms import (
    DateField,
    HiddenField,
    IntegerField,
    RadioField,
    SelectField,
    TextAreaField,
)

from webapp.core.forms import Form, MoneyField, options

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
    "physical": "Broken or cracked",
    "functional": "Does not work as it should",
    "wear_and_tear": "Worn",
    "cosmetic": "Cosmetic only",
    "accidental": "Accident",
    "water": "Water",
    "electrical": "Electrical",
    "vandalism": "Vandalism",
    "other": "Something else",
}
SEVERITIES = {
    "minor": "Minor",
    "moderate": "Moderate",
    "severe": "Severe",
    "critical": "Critical",
    "beyond_repair": "Beyond repair",
}
CONDITIONS = {"": "Same as before"} | {
    c: c.capitalize() for c in ("new", "excellent", "good", "fair", "poor")
}
FOUND = {
    "passed": "Fine: back on the shelf",
    "failed": "Still damaged",
    "beyond_repair": "Beyond repair",
}
LATER = {"": "To be assessed later"}
BENCH = "Our own workshop"


class ReportForm(Form):
    reads, title, button = ReportInput, "Report damage", "Report damage"
    description = TextAreaField("What is wrong?")
    damage_type = SelectField(
        "Kind of damage (optional)", choices=options(LATER | DAMAGE_TYPES)
    )
    severity = SelectField("Severity (optional)", choices=options(LATER | SEVERITIES))


class PiecesForm(Form):
    reads, title, button = PiecesInput, "Report damage", "Report damage"
    description = TextAreaField("What is wrong?")
    quantity = IntegerField("How many")
    location = SelectField("Where")
    state = SelectField(
        "Where they are now",
        choices=options(
            {"available": "On the shelf", "damaged": "Already set apart as damaged"}
        ),
    )
    damage_type = SelectField(
        "Kind of damage (optional)", choices=options(LATER | DAMAGE_TYPES)
    )
    severity = SelectField("Severity (optional)", choices=options(LATER | SEVERITIES))


class AssessForm(Form):
    reads, title, button = AssessDamageInput, "Assess the damage", "Save the assessment"
    damage_type = SelectField("Kind of damage", choices=options(DAMAGE_TYPES))
    severity = SelectField(
        "Severity",
        choices=options(SEVERITIES),
        description="Beyond repair closes this repair; two people then write it off",
    )
    notes = TextAreaField("Notes (optional)")


class ApproveForm(Form):
    reads, title, button = ApproveRepairInput, "Approve the repair", "Approve"
    estimate = MoneyField("Estimate (optional)", description="Likely cost for all pieces")


class SendForm(Form):
    reads, title, button = SendRepairInput, "Send for repair", "Send"
    vendor = SelectField(
        "Repaired by", description="Vendors are the suppliers the school works with"
    )
    expected_on = DateField("Expected back (optional)")
    notes = TextAreaField("Notes (optional)")


class FinishForm(Form):
    reads, title, button = FinishOneInput, "Quality check", "Save the check"
    quality_check = RadioField("Condition", choices=options(FOUND))
    condition = SelectField("Condition, if it is fine", choices=options(CONDITIONS))
    cost = MoneyField("Cost (optional)")
    notes = TextAreaField("Notes (optional)")


class FinishSeveralForm(Form):
    reads, title, button = FinishRepairInput, "Quality check", "Save the check"
    quality_check = RadioField("Result", choices=options(FOUND | {"partial": "Mixed"}))
    passed = IntegerField(
        "If mixed: how many are fine", description="The others are still damaged"
    )
    beyond_repair = IntegerField("If mixed: how many are beyond repair")
    condition = SelectField("Condition, if they are fine", choices=options(CONDITIONS))
    cost = MoneyField("Cost (optional)", description="All of them together")
    notes = TextAreaField("Notes (optional)")


class GiveUpForm(Form):
    reads, title, button = CloseRepairInput, "Beyond repair", "Set apart to be written off"
    notes = TextAreaField("Why (optional)", description="Two people write it off")


class CancelForm(Form):
    reads, title, button = CloseRepairInput, "Nothing is wrong", "Put it back on the shelf"
    notes = TextAreaField("Why (optional)")


class RepairEditForm(Form):
    reads, title = RepairEdit, "Edit the repair"
    version = HiddenField()
    description = TextAreaField("What is wrong?")
    vendor = SelectField("Repaired by")
    estimate = MoneyField("Estimate (optional)")
    cost = MoneyField("Cost (optional)")
    expected_on = DateField("Expected back (optional)")


class StartForm(Form):
    reads, title, button = (
        StartMaintenanceInput,
        "Start maintenance",
        "Take it off the shelf",
    )
    description = TextAreaField("What needs doing (optional)")
    vendor = SelectField("Done by")
    expected_on = DateField("Expected back (optional)")


class PlanForm(Form):
    reads, title = PlanMaintenanceEdit, "Plan maintenance"
    version = HiddenField()
    next_maintenance_on = DateField(
        "Next due", description="Leave empty to count from the last time by the days below"
    )
    maintenance_days = IntegerField(
        "Repeat every (days)", description="Leave empty to plan it only once"
    )
