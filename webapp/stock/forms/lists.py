"""Forms for brands, suppliers and categories."""

from wtforms import BooleanField, HiddenField, StringField

from webapp.core.forms import Form

from ..schemas.lists import (
    BrandEdit,
    BrandInput,
    CategoryEdit,
    CategoryInput,
    SupplierEdit,
    SupplierInput,
)

IN_SKUS = "Used in SKUs"
PROPOSED = f"{IN_SKUS}. Leave empty to make one from the name."


class BrandForm(Form):
    reads, title, button = BrandInput, "Add a brand", "Add brand"
    name = StringField("Name")
    code = StringField("Code (optional)", description=PROPOSED)


class BrandEditForm(Form):
    reads, title = BrandEdit, "Edit the brand"
    version = HiddenField()
    name = StringField("Name", description="Its items are found under the new name at once")
    code = StringField("Code", description=f"{IN_SKUS}; existing SKUs stay as they are")


class SupplierForm(Form):
    reads, title, button = SupplierInput, "Add a supplier", "Add supplier"
    name = StringField("Name")
    contact = StringField(
        "Contact (optional)", description="Contact person, phone number, address"
    )


class SupplierEditForm(Form):
    reads, title = SupplierEdit, "Edit the supplier"
    version = HiddenField()
    name = StringField("Name")
    contact = StringField("Contact (optional)")
    is_active = BooleanField("In use for purchases or repairs")


class CategoryForm(Form):
    reads, title, button = CategoryInput, "Add a category", "Add category"
    name = StringField("Name")
    prefix = StringField("Prefix (optional)", description=PROPOSED)
    code = StringField(
        "API code (optional)",
        description="Leave empty to make one from the name. It cannot be changed later.",
    )


class CategoryEditForm(Form):
    reads, title = CategoryEdit, "Edit the category"
    version = HiddenField()
    name = StringField("Name")
    prefix = StringField("Prefix", description=f"{IN_SKUS}; existing SKUs stay as they are")
    is_active = BooleanField(
        "New items can use it", description="Existing items stay in it"
    )
