"""How writing down a payment is drawn."""

from wtforms import SelectField, StringField

from webapp.core.forms import Form, options

from ..schemas.payments import PaymentInput

WORDS = {"paid": "Paid", "waived": "Waived", "refunded": "Refunded"}


class PaymentForm(Form):
    reads, title, button, template = (
        PaymentInput,
        "Record a payment",
        "Record",
        "rooms/payments/payments",
    )
    kind = SelectField("What happened", choices=options(WORDS))
    notes = StringField("Note (optional)", description="A receipt’s number, or why")
