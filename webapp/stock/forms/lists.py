"""Forms for brands, suppliers and categories."""

from wtforms import BooleanField, HiddenField, StringField

from webapp.core.forms import Form

from ..schemas.lists import BrandEdit, BrandInput, CategoryEdit, CategoryInput, SupplierEdit, SupplierInput

IN_SKUS = "Stands for it in SKUs"
PROPOSED = f"{IN_SKUS}. Left empty, one is made from the name."


class BrandForm(Form):
    reads, title, button = BrandInput, "Add a brand", "Add brand"
    name = StringField("Name")
    code = StringField("Code (optional)", description=PROPOSED)


class BrandEditForm(Form):
    reads, title = BrandEdit, "Describe the brand"
    version = HiddenField()
    name = StringField("Name", description="Its items are found under the new name at once")
    code = StringField("Code", description=f"{IN_SKUS}; those there are stay as they are")


class SupplierForm(Form):
    reads, title, button = SupplierInput, "Add a supplier", "Add supplier"
    name = StringField("Name")
    contact = StringField("How to reach them (optional)", description="Who to ask for, a number, an address")


class SupplierEditForm(Form):
    reads, title = SupplierEdit, "Describe the supplier"
    version = HiddenField()
    name = StringField("Name")
    contact = StringField("How to reach them (optional)")
    is_active = BooleanField("The school buys here, or has things mended")


class CategoryForm(Form):
    reads, title, button = CategoryInput, "Add a category", "Add category"
    name = StringField("Name")
    prefix = StringField("Prefix (optional)", description=PROPOSED)
    code = StringField("Code for programs (optional)", description="Left empty, it is made from the name. It stays.")


class CategoryEditForm(Form):
    reads, title = CategoryEdit, "Describe the category"
    version = HiddenField()
    name = StringField("Name")
    prefix = StringField("Prefix", description=f"{IN_SKUS}; those there are stay as they are")
    is_active = BooleanField("New items may be of it", description="Those that are of it stay in it")
