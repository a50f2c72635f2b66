"""How writing down a payment is drawn."""

from wtforms import SelectField, StringField

from webapp.core.forms import Form, options

from ..schemas.payments import PaymentInput

WORDS = {"paid": "It was paid", "waived": "It need not be paid", "refunded": "It was given back"}


class PaymentForm(Form):
    reads, title, button, template = PaymentInput, "Write down a payment", "Write down", "rooms/payments/payments"
    kind = SelectField("What became of it", choices=options(WORDS))
    notes = StringField("Note (optional)", description="A receipt’s number, or why")
