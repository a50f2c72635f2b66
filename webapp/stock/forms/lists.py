"""Forms for brands, suppliers and categories."""

from wtforms import BooleanField, HiddenField, StringField

from webapp.core.forms import Form
from webapp.core.words import lazy

from ..schemas.lists import (
    BrandEdit,
    BrandInput,
    CategoryEdit,
    CategoryInput,
    SupplierEdit,
    SupplierInput,
)

PROPOSED = lazy("Used in SKUs. Leave empty to make one from the name.")


class BrandForm(Form):
    reads, title, button = BrandInput, lazy("Add a brand"), lazy("Add brand")
    name = StringField(lazy("Name"))
    code = StringField(lazy("Code (optional)"), description=PROPOSED)


class BrandEditForm(Form):
    reads, title = BrandEdit, lazy("Edit the brand")
    version = HiddenField()
    name = StringField(
        lazy("Name"), description=lazy("Its items are found under the new name at once")
    )
    code = StringField(
        lazy("Code"), description=lazy("Used in SKUs; existing SKUs stay as they are")
    )


class SupplierForm(Form):
    reads, title, button = SupplierInput, lazy("Add a supplier"), lazy("Add supplier")
    name = StringField(lazy("Name"))
    contact = StringField(
        lazy("Contact (optional)"),
        description=lazy("Contact person, phone number, address"),
    )


class SupplierEditForm(Form):
    reads, title = SupplierEdit, lazy("Edit the supplier")
    version = HiddenField()
    name = StringField(lazy("Name"))
    contact = StringField(lazy("Contact (optional)"))
    is_active = BooleanField(lazy("In use for purchases or repairs"))


class CategoryForm(Form):
    reads, title, button = CategoryInput, lazy("Add a category"), lazy("Add category")
    name = StringField(lazy("Name"))
    prefix = StringField(lazy("Prefix (optional)"), description=PROPOSED)
    code = StringField(
        lazy("API code (optional)"),
        description=lazy(
            "Leave empty to make one from the name. It cannot be changed later."
        ),
    )


class CategoryEditForm(Form):
    reads, title = CategoryEdit, lazy("Edit the category")
    version = HiddenField()
    name = StringField(lazy("Name"))
    prefix = StringField(
        lazy("Prefix"), description=lazy("Used in SKUs; existing SKUs stay as they are")
    )
    is_active = BooleanField(
        lazy("New items can use it"), description=lazy("Existing items stay in it")
    )
