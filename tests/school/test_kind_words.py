"""Each kind of e-mail may have words of the school's own; a page shows how it looks before they are saved."""

import html
import re

import pytest
from sqlalchemy import select

from webapp.core.actor import Actor
from webapp.core.db import db, transaction
from webapp.core.outbox import Letter
from webapp.school import kind_words, settings

PAGE, API = "/settings/mail-words", "/api/inventory/mail-words/"
APPROVED = "lending.approved"
WORDS = "Moin {name}, bring a bag & your card."
ADA = Actor(5, "Ada", "admin", 0)


def typed(browser, kind=APPROVED):
    """What the page of a kind would send as it stands."""
    text = browser.get(f"{PAGE}/{kind}").text
    return dict(re.findall(r'<input[^>]* name="(version)"[^>]* value="([^"]*)"', text))


def decide(browser, door, words, kind=APPROVED):
    if door == "api":
        return browser.patch(f"{API}{kind}/", json={"words": words})
    return browser.post(f"{PAGE}/{kind}", data=typed(browser, kind) | {"words": words})


def look(browser, door, words, kind=APPROVED):
    if door == "api":
        return browser.post(f"{API}{kind}/preview/", json={"words": words})
    data = typed(browser, kind) | {"words": words}
    return browser.post(f"{PAGE}/{kind}/preview", data=data)


DOORS = pytest.mark.parametrize("door", ["page", "api"])


@pytest.fixture
def written(app, as_, wish):
    """The e-mail of an approval, as Sol gets it."""

    def write():
        id = as_("sol").post("/api/inventory/checkouts/", json=wish).json["id"]
        as_("tess").post(f"/api/inventory/checkouts/{id}/approve/", json={})
        with app.app_context():
            query = select(Letter).where(Letter.kind == "approved")
            return db.session.scalars(query.order_by(Letter.id.desc())).first()

    return write


@DOORS
def test_i12_each_kind_of_email_has_words_of_its_own(app, as_, written, door):
    with app.app_context(), transaction():
        settings.change("mail_note_lending", "The desk is closed on Fridays.")
    assert "closed on Fridays" in written().text
    assert decide(as_("ada"), door, WORDS).status_code in (200, 303)
    letter = written()
    assert letter.text.startswith("Dear Sol,\n\nMoin Sol, bring a bag & your card.\n\n")
    assert "closed on Fridays" not in letter.text
    assert "Moin Sol, bring a bag &amp; your card." in letter.html


@DOORS
def test_without_words_again_it_is_as_usual(app, as_, written, door):
    ada = as_("ada")
    decide(ada, door, WORDS)
    if door == "api":
        assert decide(ada, door, "").json["words"] == ""
    else:
        assert ada.post(f"{PAGE}/{APPROVED}/usual", data=typed(ada)).status_code == 303
    assert "Moin" not in written().text


@pytest.mark.parametrize("said", ["{}", "its own answer"])
def test_a_patch_changes_only_what_is_given(as_, said):
    ada, address = as_("ada"), f"{API}{APPROVED}/"
    decide(ada, "api", WORDS)
    body = {} if said == "{}" else ada.get(address).json
    assert ada.patch(address, json=body).json["words"] == WORDS
    assert ada.get(address).json["words"] == WORDS


@DOORS
def test_a_preview_has_what_is_typed_and_saves_nothing(app, as_, door):
    answer = look(as_("ada"), door, WORDS)
    if door == "api":
        text, shown = answer.json["text"], answer.json["html"]
    else:
        page = as_("ada").get(answer.location).text
        assert html.escape(WORDS) in page
        src = html.unescape(re.search(r'<iframe[^>]* src="([^"]*)"', page)[1])
        text, shown = html.unescape(page), as_("ada").get(src).text
    assert "Moin Robin Example, bring a bag & your card." in text
    assert "Moin Robin Example, bring a bag &amp; your card." in shown
    with app.app_context():
        assert settings.words_of(APPROVED) == ""


@pytest.mark.parametrize("words", ['"A soul to all." - Plato', '"To all - Plato'])
def test_a_quotation_swallows_nothing_below_it(as_, words):
    shown = look(as_("ada"), "api", words).json
    assert words in shown["text"]
    assert words not in "".join(
        re.findall(r"(?s)<blockquote.*?</blockquote>", shown["html"])
    )
    assert not re.search("(?s)<blockquote[^>]*>[^<]*You can keep", shown["html"])


def test_what_is_framed_runs_and_fetches_nothing(as_):
    answer = as_("ada").get(f"{PAGE}/{APPROVED}/html", query_string={"words": "<script>"})
    assert "default-src 'none'" in answer.headers["Content-Security-Policy"]
    assert "<script" not in answer.text
    assert "sandbox>" in as_("ada").get(f"{PAGE}/{APPROVED}").text


@DOORS
@pytest.mark.parametrize("act", [decide, look])
def test_what_no_email_fills_in_is_refused_at_its_field(as_, app, door, act):
    answer = act(as_("ada"), door, "Moin {nome}!")
    assert answer.status_code == 422
    said = answer.json["fields"]["words"] if door == "api" else answer.text
    assert "{nome} is not known here; only {name} is" in str(said)
    if door == "page":
        assert "Moin {nome}!" in answer.text
    with app.app_context():
        assert settings.words_of(APPROVED) == ""


@DOORS
def test_too_many_words_are_refused(as_, door):
    assert decide(as_("ada"), door, "x" * 501).status_code == 422


@DOORS
def test_nobody_undoes_what_somebody_else_wrote(app, as_, door):
    ada = as_("ada")
    before = typed(ada)
    seen = ada.get(f"{API}{APPROVED}/").headers["ETag"]
    decide(ada, "api", "Theirs.")
    if door == "api":
        said = {"json": {"words": "Mine."}, "headers": {"If-Match": seen}}
        answer = ada.patch(f"{API}{APPROVED}/", **said)
    else:
        answer = ada.post(f"{PAGE}/{APPROVED}", data=before | {"words": "Mine."})
        assert "Mine." in answer.text
        assert "Theirs." in answer.text
    assert answer.status_code == 412
    with app.app_context():
        assert settings.words_of(APPROVED) == "Theirs."


def test_back_to_the_usual_words_undoes_nothing_that_somebody_else_wrote(app, as_):
    ada = as_("ada")
    before = typed(ada)
    decide(ada, "api", "Theirs.")
    answer = ada.post(f"{PAGE}/{APPROVED}/usual", data=before)
    assert answer.status_code == 412
    assert "Theirs." in answer.text
    with app.app_context():
        assert settings.words_of(APPROVED) == "Theirs."


@DOORS
def test_words_of_one_kind_leave_the_others(app, as_, door):
    ada = as_("ada")
    decide(ada, door, "One.")
    decide(ada, door, "Two.", "rooms.confirmed")
    with app.app_context():
        own = {each.kind: each.words for each in kind_words.list_all(ADA) if each.words}
    assert own == {APPROVED: "One.", "rooms.confirmed": "Two."}
    assert ada.get(PAGE).text.count("Own words") == 2


WAYS = [
    ("GET", PAGE),
    ("GET", f"{PAGE}/{APPROVED}"),
    ("GET", f"{PAGE}/{APPROVED}/html"),
    ("POST", f"{PAGE}/{APPROVED}"),
    ("POST", f"{PAGE}/{APPROVED}/preview"),
    ("POST", f"{PAGE}/{APPROVED}/usual"),
    ("GET", API),
    ("GET", f"{API}{APPROVED}/"),
    ("PATCH", f"{API}{APPROVED}/"),
    ("POST", f"{API}{APPROVED}/preview/"),
]


@pytest.mark.parametrize("name", ["sol", "tess", "dora"])
@pytest.mark.parametrize(("method", "path"), WAYS)
def test_nobody_else_decides(app, as_, name, method, path):
    said = {"words": "Mine."}
    body = {"json": said} if path.startswith(API) else {"data": said}
    answer = as_(name).open(path, method=method, **(body if method != "GET" else {}))
    assert answer.status_code == 403
    with app.app_context():
        assert settings.words_of(APPROVED) == ""


def test_what_no_email_is_called_is_not_there(as_):
    ada = as_("ada")
    assert ada.get(f"{PAGE}/lending.birthday").status_code == 404
    assert ada.get(f"{API}lending.birthday/").status_code == 404
    patched = ada.patch(f"{API}lending.birthday/", json={"words": "x"})
    assert patched.status_code == 404
