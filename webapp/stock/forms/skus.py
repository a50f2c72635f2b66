"""Forms for SKU sequences."""

from collections.abc import Mapping
from types import MappingProxyType, SimpleNamespace

from wtforms import BooleanField, HiddenField, IntegerField, SelectField, StringField

from webapp.core.forms import Form, options
from webapp.core.words import lazy

from ..items import brands, categories
from ..schemas.skus import SequenceEdit, SequenceInput
from ..skus.templates import KNOWN

PREFIX, SUFFIX, ABOUT = (
    "Prefix (optional)",
    "Suffix (optional)",
    "What it is for (optional)",
)
TOKENS = f"Letters, digits, dots, dashes, and these tokens: {KNOWN}"
Start = Mapping[str, str | int | bool]
EXACT = {"autocapitalize": "off", "autocomplete": "off", "spellcheck": "false"}


class SequenceForm(Form):
    reads, title, button = SequenceInput, lazy("Add a SKU sequence"), lazy("Add sequence")
    category = SelectField(
        lazy("Category"), description=lazy("The most specific sequence is used")
    )
    brand = SelectField(lazy("Brand"))
    template = StringField(lazy("Template"), description=TOKENS, render_kw=EXACT)  # type: ignore[assignment]
    prefix = StringField(
        PREFIX, description=lazy("What {prefix} stands for"), render_kw=EXACT
    )
    suffix = StringField(
        SUFFIX, description=lazy("What {suffix} stands for"), render_kw=EXACT
    )
    next_number = IntegerField(lazy("First number"))
    description = StringField(ABOUT)


class SequenceEditForm(Form):
    reads, title = SequenceEdit, lazy("Edit the SKU sequence")
    version = HiddenField()
    template = StringField(lazy("Template"), description=TOKENS, render_kw=EXACT)  # type: ignore[assignment]
    prefix = StringField(
        PREFIX, description=lazy("What {prefix} stands for"), render_kw=EXACT
    )
    suffix = StringField(
        SUFFIX, description=lazy("What {suffix} stands for"), render_kw=EXACT
    )
    description = StringField(ABOUT)
    is_active = BooleanField(
        lazy("In use"),
        description=lazy("Otherwise a less specific one is used. Its numbers are kept."),
    )


def sequence_form(start: Start = MappingProxyType({})) -> SequenceForm:
    scope = {
        "category": {"": "Any"} | categories.choices(),
        "brand": {"": "Any"} | brands.choices(),
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
