"""How reporting, mending and planning maintenance are drawn."""

from wtforms import RadioField

from webapp.core.code_names import NAMES
from webapp.core.form_fields import label
from webapp.core.forms import Form
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
OUTCOMES = {
    "passed": lazy("Fine: back on the shelf"),
    "failed": lazy("Still damaged"),
    "beyond_repair": lazy("Beyond repair"),
}
LATER = {"": lazy("To be assessed later")}
BENCH = lazy("Our own workshop")


class ReportForm(Form, reads=ReportInput, title="Report damage", button="Report damage"):
    description = label("What is wrong?")
    damage_type = label("Kind of damage (optional)", choices=LATER | DAMAGE_TYPES)
    severity = label("Severity (optional)", choices=LATER | SEVERITIES)


class PiecesForm(ReportForm, reads=PiecesInput):
    first = ("description", "quantity", "location", "state")
    quantity = label("How many")
    location = label("Where")
    state = label(
        "Where they are now",
        choices={
            "available": lazy("On the shelf"),
            "damaged": lazy("Already set apart as damaged"),
        },
    )


class AssessForm(
    Form, reads=AssessDamageInput, title="Assess the damage", button="Save the assessment"
):
    damage_type = label("Kind of damage", choices=DAMAGE_TYPES)
    severity = label(
        "Severity",
        "Beyond repair closes this repair; two people then write it off",
        choices=SEVERITIES,
    )
    notes = label("Notes (optional)")


class ApproveForm(
    Form, reads=ApproveRepairInput, title="Approve the repair", button="Approve"
):
    estimate = label("Estimate (optional)", "Likely cost for all pieces")


class SendForm(Form, reads=SendRepairInput, title="Send for repair", button="Send"):
    vendor = label(
        "Repaired by", "Vendors are the suppliers the school works with", choices={}
    )
    expected_on = label("Expected back (optional)")
    notes = label("Notes (optional)")


class FinishForm(
    Form, reads=FinishOneInput, title="Quality check", button="Save the check"
):
    quality_check = label("Condition", choices=OUTCOMES, field=RadioField)
    condition = label("Condition, if it is fine", choices=CONDITIONS)
    cost = label("Cost (optional)")
    notes = label("Notes (optional)")


class FinishSeveralForm(FinishForm, reads=FinishRepairInput):
    quality_check = label(
        "Result", choices=OUTCOMES | {"partial": lazy("Mixed")}, field=RadioField
    )
    passed = label("If mixed: how many are fine", "The others are still damaged")
    beyond_repair = label("If mixed: how many are beyond repair")
    condition = label("Condition, if they are fine", choices=CONDITIONS)
    cost = label("Cost (optional)", "All of them together")


class GiveUpForm(
    Form,
    reads=CloseRepairInput,
    title="Beyond repair",
    button="Set apart to be written off",
):
    notes = label("Why (optional)", "Two people write it off")


class CancelForm(
    Form,
    reads=CloseRepairInput,
    title="Nothing is wrong",
    button="Put it back on the shelf",
):
    notes = label("Why (optional)")


class GoneForm(
    Form,
    reads=CloseRepairInput,
    title="It is not here any more",
    button="Close the repair",
):
    notes = label("Where it went (optional)")


class RepairEditForm(Form, reads=RepairEdit, title="Edit the repair"):
    description = label("What is wrong?")
    vendor = label("Repaired by", choices={})
    estimate = label("Estimate (optional)")
    cost = label("Cost (optional)")
    expected_on = label("Expected back (optional)")


class StartForm(
    Form,
    reads=StartMaintenanceInput,
    title="Start maintenance",
    button="Take it off the shelf",
):
    description = label("What needs doing (optional)")
    vendor = label("Done by", choices={})
    expected_on = label("Expected back (optional)")


class PlanForm(Form, reads=PlanMaintenanceEdit, title="Plan maintenance"):
    next_maintenance_on = label(
        "Next due", "Leave empty to count from the last time by the days below"
    )
    maintenance_days = label("Repeat every (days)", "Leave empty to plan it only once")
