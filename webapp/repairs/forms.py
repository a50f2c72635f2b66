"""How reporting, mending and planning maintenance are drawn."""

from wtforms import DateField, HiddenField, IntegerField, RadioField, SelectField, TextAreaField

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
    "cosmetic": "Looks only",
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
CONDITIONS = {"": "As it was before"} | {c: c.capitalize() for c in ("new", "excellent", "good", "fair", "poor")}
FOUND = {"passed": "Fine: back on the shelf", "failed": "Still damaged", "beyond_repair": "Beyond repair"}
LATER = {"": "Somebody assesses it later"}
BENCH = "Our own bench"


class ReportForm(Form):
    reads, title, button = ReportInput, "Report damage", "Report damage"
    description = TextAreaField("What is wrong?")
    damage_type = SelectField("Kind of damage (optional)", choices=options(LATER | DAMAGE_TYPES))
    severity = SelectField("How bad (optional)", choices=options(LATER | SEVERITIES))


class PiecesForm(Form):
    reads, title, button = PiecesInput, "Report damage", "Report damage"
    description = TextAreaField("What is wrong?")
    quantity = IntegerField("How many")
    location = SelectField("Where")
    state = SelectField(
        "Where they are now", choices=options({"available": "On the shelf", "damaged": "Set apart as damaged already"})
    )
    damage_type = SelectField("Kind of damage (optional)", choices=options(LATER | DAMAGE_TYPES))
    severity = SelectField("How bad (optional)", choices=options(LATER | SEVERITIES))


class AssessForm(Form):
    reads, title, button = AssessDamageInput, "Assess the damage", "Save the assessment"
    damage_type = SelectField("Kind of damage", choices=options(DAMAGE_TYPES))
    severity = SelectField(
        "How bad", choices=options(SEVERITIES), description="What is beyond repair is closed; two people write it off"
    )
    notes = TextAreaField("Notes (optional)")


class ApproveForm(Form):
    reads, title, button = ApproveRepairInput, "Approve the repair", "Approve"
    estimate = MoneyField("Estimate (optional)", description="What it may cost, for all pieces")


class SendForm(Form):
    reads, title, button = SendRepairInput, "Send it to be mended", "Send"
    vendor = SelectField("Who mends it", description="Vendors are the suppliers the school works with")
    expected_on = DateField("Expected back (optional)")
    notes = TextAreaField("Notes (optional)")


class FinishForm(Form):
    reads, title, button = FinishOneInput, "Quality check", "Save the check"
    quality_check = RadioField("How is it?", choices=options(FOUND))
    condition = SelectField("Condition, if it is fine", choices=options(CONDITIONS))
    cost = MoneyField("What it cost (optional)")
    notes = TextAreaField("Notes (optional)")


class FinishSeveralForm(Form):
    reads, title, button = FinishRepairInput, "Quality check", "Save the check"
    quality_check = RadioField("How are they?", choices=options(FOUND | {"partial": "Some of each"}))
    passed = IntegerField("Of some of each: how many are fine", description="The others are still damaged")
    beyond_repair = IntegerField("Of some of each: how many are beyond repair")
    condition = SelectField("Condition, if they are fine", choices=options(CONDITIONS))
    cost = MoneyField("What it cost (optional)", description="All of them together")
    notes = TextAreaField("Notes (optional)")


class GiveUpForm(Form):
    reads, title, button = CloseRepairInput, "Beyond repair", "Set apart for writing off"
    notes = TextAreaField("Why (optional)", description="Two people write it off")


class CancelForm(Form):
    reads, title, button = CloseRepairInput, "Nothing is wrong", "Put it back on the shelf"
    notes = TextAreaField("Why (optional)")


class RepairEditForm(Form):
    reads, title = RepairEdit, "Describe the repair"
    version = HiddenField()
    description = TextAreaField("What is wrong?")
    vendor = SelectField("Who mends it")
    estimate = MoneyField("Estimate (optional)")
    cost = MoneyField("What it cost (optional)")
    expected_on = DateField("Expected back (optional)")


class StartForm(Form):
    reads, title, button = StartMaintenanceInput, "Start maintenance", "Take it off the shelf"
    description = TextAreaField("What is to be done (optional)")
    vendor = SelectField("Who does it")
    expected_on = DateField("Expected back (optional)")


class PlanForm(Form):
    reads, title = PlanMaintenanceEdit, "Plan maintenance"
    version = HiddenField()
    next_maintenance_on = DateField("Next time", description="Left empty, it follows from the days below")
    maintenance_days = IntegerField("Days between two times", description="Left empty, it is planned this once only")
