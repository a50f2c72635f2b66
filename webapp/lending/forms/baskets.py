"""How a basket, and what is put into it, are drawn."""

from webapp.core.form_fields import label
from webapp.core.forms import Form

from ..schemas.baskets import BasketLinePage, BasketLinePageChange, BasketPage


class BasketForm(Form, reads=BasketPage, title="Basket", button="Save"):
    checkout_date = label("From")
    due_date = label("Until")
    purpose = label("Note for your teacher (optional)", "What it is for")


class BasketLineForm(
    Form, reads=BasketLinePage, title="Add to basket", button="Add to basket"
):
    quantity = label("How many")
    checkout_date = label("From")
    due_date = label("Until")
    notes = label("Note (optional)", "What your teacher should know")


class BasketLineChangeForm(
    Form, reads=BasketLinePageChange, title="Change it", button="Save"
):
    quantity = label("How many")
    checkout_date = label("From")
    due_date = label("Until")
