"""Forms for sets."""

from wtforms import HiddenField

from webapp.core.form_fields import label
from webapp.core.forms import Form

from ..schemas.sets import PutInInput, SetAbout, SetEdit


class SetForm(Form, reads=SetAbout, title="Add a set", button="Next: what is in it"):
    name = label("Name", "Such as “Violin set 3/4”")
    notes = label("Notes (optional)", "Borrowers read this")


class SetEditForm(SetForm, reads=SetEdit, title="Edit the set", button="Save"):
    pass


class PartForm(Form, reads=PutInInput, title="Put something in", button="Put in"):
    template = "stock/sets/parts"
    code = label(
        "Scan or type a tag or an SKU, or type an item’s name",
        "A tag means this one thing, an SKU or a name any of its kind",
        autocomplete="off",
        spellcheck="false",
        enterkeyhint="go",
    )
    us_keys = HiddenField()
    quantity = label("How many")
