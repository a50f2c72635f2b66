"""Which e-mails do not arrive: admins see why, and have them tried again."""

import pytest

from tests.support import smtp
from webapp.core import outbox, posting
from webapp.core.db import db, transaction
from webapp.core.outbox import Letter

PAGE = "/emails/failing"


@pytest.fixture
def port(app):
    port = smtp.free_port()
    app.config["SMTP_URL"] = f"smtp://127.0.0.1:{port}"
    return port


@pytest.fixture
def failed(app, port):
    """Two that the mail server will not take, and one that it took."""
    with (
        app.app_context(),
        smtp.server(port, {"sol@school.test": "550 5.1.1 No such user"}),
    ):
        with transaction():
            for id, name in ((1, "sol"), (2, "nia"), (3, "sol")):
                outbox.write(
                    kind="x", subject_type="checkout", subject_id=id, step="x", address=f"{name}@school.test",
                    name=name, subject=f"Letter {id}", text="A secret link\n",
                )  # fmt: skip
        assert posting.post() == 1


def sent(app, port):
    with app.app_context(), smtp.server(port) as arrived:
        posting.post()
    return [(letter["Subject"], letter["To"].addresses[0].addr_spec) for letter in arrived]


def test_where_all_arrive_it_says_so(as_):
    ada = as_("ada")
    assert PAGE in ada.get("/settings").text
    assert "All e-mails were sent" in ada.get(PAGE).text


@pytest.mark.usefixtures("failed")
def test_admins_see_what_failed_and_why_but_not_what_it_says(as_):
    page = as_("ada").get(PAGE).text
    assert "Letter 1" in page
    assert "Letter 3" in page
    assert "Letter 2" not in page
    assert "<b>That address does not exist.</b>" in page
    assert "550 5.1.1 No such user" in page.partition("What their server said")[2]
    assert "gave up" in page
    assert "secret" not in page


@pytest.mark.parametrize("name", ["sol", "tess", "dora"])
def test_it_is_for_admins(as_, name):
    browser = as_(name)
    assert browser.get(PAGE).status_code == browser.post(f"{PAGE}/retry").status_code == 403
    assert browser.post(f"{PAGE}/1/retry").status_code == 403


@pytest.mark.usefixtures("failed")
def test_one_or_all_are_tried_again(app, as_, port):
    ada = as_("ada")
    assert sent(app, port) == []
    assert ada.post(f"{PAGE}/1/retry").status_code == 303
    assert sent(app, port) == [("Letter 1", "sol@school.test")]
    assert ada.post(f"{PAGE}/1/retry").status_code == 409
    assert ada.post(f"{PAGE}/999/retry").status_code == 404
    assert ada.post(f"{PAGE}/retry").status_code == 303
    assert sent(app, port) == [("Letter 3", "sol@school.test")]
    assert "All e-mails were sent" in ada.get(PAGE).text


@pytest.mark.usefixtures("failed")
def test_a_corrected_address_takes_along_what_waits(app, as_, port):
    form = {
        "version": "1",
        "name": "Sol",
        "email": "sol@new.test",
        "role": "student",
        "teacher_id": "",
    }
    with app.app_context():
        form["teacher_id"] = str(
            db.session.execute(
                db.text("SELECT teacher_id FROM users WHERE id = 2")
            ).scalar()
            or ""
        )
    assert as_("ada").post("/people/2/edit", data=form).status_code == 303
    assert sent(app, port) == [("Letter 1", "sol@new.test"), ("Letter 3", "sol@new.test")]
    with app.app_context():
        assert (
            db.session.query(Letter)
            .filter(Letter.sent_at.is_(None), Letter.kind == "x")
            .count()
            == 0
        )
