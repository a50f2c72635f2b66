"""How writing down a payment is drawn."""

from wtforms import SelectField, StringField

from webapp.core.forms import Form, options
from webapp.core.words import lazy

from ..schemas.payments import PaymentInput

WORDS = {"paid": "Paid", "waived": "Waived", "refunded": "Refunded"}


class PaymentForm(Form):
    reads, title, button, template = (
        PaymentInput,
        lazy("Record a payment"),
        lazy("Record"),
        "rooms/payments/payments",
    )
    kind = SelectField(lazy("What happened"), choices=options(WORDS))
    notes = StringField(
        lazy("Note (optional)"), description=lazy("A receipt’s number, or why")
    )
