"""The words around every e-mail are the school's, as plain text."""

import html

import pytest

from tests.school.conftest import PAGE, change, drawn
from webapp.core import letters
from webapp.core.db import transaction
from webapp.school import settings

OWN = {
    "mail_greeting": "Moin {name}!",
    "mail_signature": "Music School <North>\nHarbour Street 1",
    "mail_note_lending": "The desk is closed on Fridays.\nhttp://evil.test/",
    "mail_note_rooms": "Shoes off, please.",
}


@pytest.fixture
def hello(app, tmp_path):
    """`hello("lending/hello")` is an e-mail of a slice."""
    for name in ("lending", "rooms", "people"):
        (tmp_path / name).mkdir()
        (tmp_path / name / "hello.txt").write_text("Hello\n\nYour violin is here.\n")
    app.jinja_loader.searchpath.append(str(tmp_path))
    yield lambda name: letters.render(name, "Sol")
    app.jinja_loader.searchpath.remove(str(tmp_path))


def test_i12_words_of_the_emails_are_the_schools(app, hello):
    with app.app_context():
        with transaction():
            for name, words in OWN.items():
                settings.change(name, words)
        loan, room, other = map(hello, ("lending/hello", "rooms/hello", "people/hello"))
    assert loan.text == (
        "Moin Sol!\n\nYour violin is here.\n\nThe desk is closed on Fridays.\nhttp://evil.test/"
        "\n\nMusic School <North>\nHarbour Street 1\n"
    )
    assert "Shoes off" in room.text
    assert "Shoes off" not in other.text
    assert "Music School &lt;North&gt;<br>Harbour Street 1" in loan.html
    assert 'class="button"' not in loan.html


def test_without_any_the_school_greets_and_signs(app, hello):
    with app.app_context():
        assert (
            hello("lending/hello").text == "Dear Sol,\n\nYour violin is here.\n\nBackline\n"
        )


def test_an_admin_writes_them_on_the_page(app, as_):
    ada = as_("ada")
    assert change(ada, "page", **OWN).status_code == 303
    page = ada.get(PAGE).text
    assert "Harbour Street 1" in page
    with app.app_context():
        assert settings.get("mail_signature") == OWN["mail_signature"]
    assert drawn(ada)["mail_greeting"] == OWN["mail_greeting"]


@pytest.mark.parametrize("door", ["page", "api"])
@pytest.mark.parametrize(
    ("field", "written", "said"),
    [
        ("mail_greeting", "Moin {nome}!", "{nome} is not known here; only {name} is"),
        ("mail_signature", "Yours, {name}", "{name} is filled in by no e-mail"),
        ("mail_note_rooms", "See {room}.", "{room} is filled in by no e-mail"),
    ],
)
def test_what_no_email_fills_in_is_refused_at_its_field(
    app, as_, door, field, written, said
):
    answer = change(as_("ada"), door, **{field: written, "most_loans": 7})
    assert answer.status_code == 422
    told = answer.json["fields"][field] if door == "api" else answer.text
    assert said in str(told)
    with app.app_context():
        assert (settings.get(field), settings.get("most_loans")) == ("", 0)
    if door == "page":
        assert written in html.unescape(answer.text)
