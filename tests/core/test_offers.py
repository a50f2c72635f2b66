"""What a refusal offers is a button of its own, and never what Enter presses."""

from pathlib import Path

from flask import render_template

from tests.support.html import forms
from webapp.core.errors import Conflict, Offer
from webapp.people.forms import SignInForm


def test_an_offer_is_not_what_enter_presses(app):
    no = Conflict(
        "Only 1 is free",
        offers=[Offer("Ask for 1", {"quantity": 1}), Offer("Ask for 2", {"quantity": 2})],
    )
    with app.test_request_context("/login", method="POST", data={"email": "x"}):
        (form,) = forms(
            render_template("layout/_form.html", form=SignInForm(), no=_drawn(no))
        )
    assert [button.get("value", "") for button in form.buttons] == [
        "",
        "quantity=1",
        "quantity=2",
        "",
    ]
    own = [
        path
        for path in Path(app.jinja_loader.searchpath[0]).rglob("*.html")
        if 'name="instead"' in path.read_text()
    ]
    # each line of a basket has offers of its own; what Enter presses is the first button of that page's form
    assert sorted(path.name for path in own) == ["_refusal.html", "lines.html"]


def _drawn(no):
    no.form = SignInForm()
    return no
