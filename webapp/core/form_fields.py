"""Which field draws what a model asks for: the form says what it is called, the model what may be typed."""

from collections.abc import Mapping
from copy import copy
from typing import Any

from wtforms import (
    BooleanField,
    DateField,
    Field,
    IntegerField,
    SelectField,
    SelectMultipleField,
    StringField,
    TextAreaField,
)
from wtforms.fields.choices import SelectChoice  # type: ignore[attr-defined]  # unknown to types-WTForms
from wtforms.fields.core import UnboundField
from wtforms.widgets import CheckboxInput, DateTimeLocalInput, ListWidget

from .code_names import NAMES
from .inputs import GREATEST
from .limits import Rule, rules
from .words import lazy

LONGEST_LINE = 200  # characters: what may be longer, and have several lines, has a box


class MoneyField(StringField):
    """An amount as people write it, "12.50"; a number field would read it by the browser's language."""

    def __init__(self, label: str, **kwargs: Any) -> None:
        super().__init__(label, render_kw={"inputmode": "decimal"}, **kwargs)


class PersonField(StringField):
    """Somebody, by name, e-mail or the code of their card; who fits is suggested while it is typed."""

    def __init__(self, label: str, **kwargs: Any) -> None:
        kwargs["render_kw"] = {"autocomplete": "off"} | (kwargs.get("render_kw") or {})
        super().__init__(label, **kwargs)


class TicksField(SelectMultipleField):
    """A list to tick off; it says which are ticked, even if that is none."""

    widget, option_widget = ListWidget(prefix_label=False), CheckboxInput()


class InstantField(StringField):
    """A time on a day, on the school's clock."""

    widget = DateTimeLocalInput()


BY_TYPE: dict[str, type[Field]] = {
    "array": TicksField,
    "boolean": BooleanField,
    "integer": IntegerField,
    "number": MoneyField,
    "date": DateField,
    "date-time": InstantField,
}


def label(
    text: str,
    hint: str = "",
    *,
    choices: Mapping[str, str] | None = None,
    field: type[Field] | None = None,
    id: str | None = None,
    **attributes: Any,
) -> Any:
    """A field of a form as people read it; that of the same name in the form's model says all else.

    `choices` are the words for what can be chosen, and only those are offered that the model takes; without them the
    words are those of `code_names`. `field` is for another field than the model's type calls for.
    """
    return _Label(lazy(text), lazy(hint), choices, field, id, attributes)


class _Label(UnboundField):  # type: ignore[type-arg]  # it takes none when it runs
    """It becomes a field with the form, when the model is known."""

    def __init__(
        self,
        text: str,
        hint: str,
        choices: Mapping[str, str] | None,
        field: type[Field] | None,
        id: str | None,
        attributes: Mapping[str, Any],
    ) -> None:
        super().__init__(Field, text, description=hint, id=id)
        self.choices, self.field = choices, field
        if attributes:
            self.kwargs["render_kw"] = attributes

    def bind(self, form: Any, name: str, *args: Any, **kwargs: Any) -> Field:
        rule = rules(form.reads)[name]
        field = self.field or _field(rule, has_choices=self.choices is not None)
        if issubclass(field, SelectField):
            kwargs["choices"] = _choices(rule, self.choices)
            if rule.get("items", {}).get("type") == "integer":
                kwargs["coerce"] = int
        unbound = copy(self)
        unbound.field_class = field
        bound: Field = super(_Label, unbound).bind(form, name, *args, **kwargs)
        return bound


def _field(rule: Rule, *, has_choices: bool) -> type[Field]:
    """The field for what a model takes. The id of a row is chosen, not typed."""
    kind = rule.get("format", rule.get("type"))
    if kind != "array" and (
        has_choices or "enum" in rule or rule.get("maximum") == GREATEST
    ):
        return SelectField
    is_long = rule.get("maxLength", 0) > LONGEST_LINE
    if is_long and not rule.get("pattern", "").startswith(r"^[^\n"):
        return TextAreaField
    return BY_TYPE.get(kind, StringField)


def _choices(rule: Rule, words: Mapping[str, str] | None) -> list[SelectChoice] | None:
    """What is offered; None where it is not known before the form is drawn."""
    taken = rule.get("enum", rule.get("items", {}).get("enum"))
    if words is None:
        return taken and options({value: NAMES[value] for value in taken})
    if taken is None:
        return options(words)
    return options({key: text for key, text in words.items() if not key or key in taken})


def options(words: Mapping[str, str]) -> list[SelectChoice]:
    """What a select offers: value to label."""
    return [SelectChoice(value, label) for value, label in words.items()]
