"""What a form draws, it draws from its model: a bound that changes there changes at the field and in its error."""

import pytest
from flask import Flask
from pydantic import Field

from webapp.core.errors import Invalid
from webapp.core.form_fields import label
from webapp.core.forms import Form
from webapp.core.inputs import Clock, Day, Id, Input, Instant, Line, Money, Prose, Whole
from webapp.core.limits import limits


class DrawnInput(Input):
    name: Line = Field(max_length=7)
    notes: Prose = Field("", max_length=900)
    pieces: Whole = Field(2, ge=2, le=5)
    price: Money | None = None
    day: Day | None = None
    at: Instant | None = None
    opens: Clock | None = None
    is_open: bool = False
    room: Id | None = None
    rooms: list[Id] = []


class DrawnEdit(DrawnInput):
    version: Id


class DrawnForm(Form, reads=DrawnInput):
    title = "Drawn"
    name = label("Name", "As people call it")
    notes = label("Notes", id="remarks", rows=3)
    pieces = label("How many")
    price = label("Price")
    day = label("Day")
    at = label("At")
    opens = label("Opens", type="time")
    is_open = label("Open")
    room = label("Room")
    rooms = label("Rooms")


class DrawnEditForm(DrawnForm, reads=DrawnEdit):
    first = ("pieces",)


@pytest.fixture
def sent():
    """Draws a form in a request that sends these values."""
    app = Flask(__name__)
    app.config["SECRET_KEY"] = "only of this test"

    def draw(kind, **values):
        method = "POST" if values else "GET"
        with app.test_request_context("/", method=method, data=values):
            return kind()

    return draw


@pytest.mark.parametrize(
    ("name", "attributes"),
    [
        ("name", {'type="text"', 'maxlength="7"', "required"}),
        ("notes", {'rows="3"', 'maxlength="900"'}),
        ("pieces", {'type="number"', 'min="2"', 'max="5"'}),
        ("price", {'type="text"', 'inputmode="decimal"'}),
        ("day", {'type="date"'}),
        ("at", {'type="datetime-local"'}),
        ("opens", {'type="time"'}),
        ("is_open", {'type="checkbox"'}),
    ],
)
def test_a_field_has_the_limits_of_its_model(sent, name, attributes):
    tag = str(sent(DrawnForm)[name]()).partition(">")[0]
    assert attributes <= set(tag.split())


@pytest.mark.parametrize(
    ("name", "drawn"),
    [("notes", "<textarea"), ("room", "<select"), ("rooms", "<ul")],
)
def test_a_field_is_of_the_kind_that_its_model_calls_for(sent, name, drawn):
    assert str(sent(DrawnForm)[name]()).startswith(drawn)


def test_a_label_leads_to_its_field_whatever_its_id(sent):
    form = sent(DrawnForm)
    assert form.notes.id == "remarks"
    assert 'id="remarks"' in form.notes()
    assert 'for="remarks"' in form.notes.label()


@pytest.mark.parametrize(
    ("name", "typed", "words"),
    [
        ("name", "Eight of", "At most 7 characters"),
        ("pieces", "6", "At most 5"),
        ("pieces", "1", "At least 2"),
    ],
)
def test_what_the_model_refuses_is_told_at_the_field(sent, name, typed, words):
    form = sent(DrawnForm, **{"name": "Seven", name: typed})
    with pytest.raises(Invalid), form:
        form.read()
    assert form[name].errors == [words]
    assert form[name].raw_data == [typed]


def test_what_was_typed_is_read_as_the_model_says(sent):
    read = sent(DrawnForm, name="Seven", pieces="3", rooms=["1", "2"]).read()
    assert read["pieces"] == 3
    assert read["rooms"] == [1, 2]
    assert read["is_open"] is False


def test_a_form_follows_another_and_draws_only_what_its_own_model_asks_for(sent):
    names = [field.name for field in sent(DrawnEditForm)]
    assert names[:3] == ["idempotency_key", "pieces", "name"]
    assert names[-2:] == ["version", "csrf_token"]
    assert sent(DrawnForm).version is None


def test_a_model_and_its_form_have_the_same_fields():
    with pytest.raises(TypeError, match="name"):
        type(Form)("Without", (Form,), {}, reads=DrawnInput)
    with pytest.raises(TypeError, match="colour"):
        type(Form)("More", (DrawnForm,), {"colour": label("Colour")}, reads=DrawnInput)


def test_a_page_that_draws_a_query_by_itself_has_its_limits_too():
    query = DrawnInput(name="Seven")
    assert limits(query, "name") == 'maxlength="7"'
    assert limits(query, "pieces") == 'min="2" max="5"'
    assert limits(query, "is_open") == ""
