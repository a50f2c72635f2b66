"""Forms for SKU sequences."""

from collections.abc import Mapping
from types import MappingProxyType, SimpleNamespace
from typing import Any

from webapp.core.form_fields import label, options
from webapp.core.forms import Form
from webapp.core.words import _, lazy

from ..items import brands, categories
from ..schemas.skus import SequenceEdit, SequenceInput
from ..skus.templates import KNOWN

TOKENS = lazy("Letters, digits, dots, dashes, and these tokens: %(tokens)s", tokens=KNOWN)
Start = Mapping[str, str | int | bool]
EXACT: dict[str, Any] = {
    "autocapitalize": "off",
    "autocomplete": "off",
    "spellcheck": "false",
}


class SequenceForm(
    Form, reads=SequenceInput, title="Add a SKU sequence", button="Add sequence"
):
    category = label("Category", "The most specific sequence is used", choices={})
    brand = label("Brand")
    template = label("Template", TOKENS, **EXACT)
    prefix = label("Prefix (optional)", "What {prefix} stands for", **EXACT)
    suffix = label("Suffix (optional)", "What {suffix} stands for", **EXACT)
    next_number = label("First number")
    description = label("What it is for (optional)")


class SequenceEditForm(
    SequenceForm, reads=SequenceEdit, title="Edit the SKU sequence", button="Save"
):
    is_active = label(
        "In use", "Otherwise a less specific one is used. Its numbers are kept."
    )


def sequence_form(start: Start = MappingProxyType({})) -> SequenceForm:
    scope = {
        "category": {"": _("Any")} | categories.choices(),
        "brand": {"": _("Any")} | brands.choices(),
    }
    return SequenceForm(
        choices={name: options(words) for name, words in scope.items()},
        obj=_as_object(start),
    )


def sequence_edit_form(start: Start = MappingProxyType({})) -> SequenceEditForm:
    return SequenceEditForm(obj=_as_object(start))


def _as_object(start: Start) -> SimpleNamespace:
    """By keyword WTForms would take `prefix` for its own."""
    return SimpleNamespace(**start)
