"""How writing down a payment is drawn."""

from webapp.core.form_fields import label
from webapp.core.forms import Form
from webapp.core.words import lazy

from ..schemas.payments import PaymentInput

WORDS = {"paid": lazy("Paid"), "waived": lazy("Waived"), "refunded": lazy("Refunded")}


class PaymentForm(Form, reads=PaymentInput, title="Record a payment", button="Record"):
    template = "rooms/payments/payments"
    kind = label("What happened", choices=WORDS)
    notes = label("Note (optional)", "A receipt’s number, or why")
