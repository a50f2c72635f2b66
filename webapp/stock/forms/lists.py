"""Forms for brands, suppliers and categories."""

from webapp.core.form_fields import label
from webapp.core.forms import Form

from ..schemas.lists import (
    BrandEdit,
    BrandInput,
    CategoryEdit,
    CategoryInput,
    SupplierEdit,
    SupplierInput,
)


class BrandForm(Form, reads=BrandInput, title="Add a brand", button="Add brand"):
    name = label("Name")
    code = label("Code (optional)", "Used in SKUs. Leave empty to make one from the name.")


class BrandEditForm(Form, reads=BrandEdit, title="Edit the brand"):
    name = label("Name", "Its items are found under the new name at once")
    code = label("Code", "Used in SKUs; existing SKUs stay as they are")


class SupplierForm(
    Form, reads=SupplierInput, title="Add a supplier", button="Add supplier"
):
    name = label("Name")
    contact = label("Contact (optional)", "Contact person, phone number, address")


class SupplierEditForm(Form, reads=SupplierEdit, title="Edit the supplier"):
    name = label("Name")
    contact = label("Contact (optional)")
    is_active = label("In use for purchases or repairs")


class CategoryForm(
    Form, reads=CategoryInput, title="Add a category", button="Add category"
):
    name = label("Name")
    prefix = label(
        "Prefix (optional)", "Used in SKUs. Leave empty to make one from the name."
    )
    code = label(
        "API code (optional)",
        "Leave empty to make one from the name. It cannot be changed later.",
    )


class CategoryEditForm(Form, reads=CategoryEdit, title="Edit the category"):
    name = label("Name")
    prefix = label("Prefix", "Used in SKUs; existing SKUs stay as they are")
    is_active = label("New items can use it", "Existing items stay in it")
