"""Above the school's amount somebody else applies a stocktake."""

from tests.stock.stocktakes.counts import (
    ADA,
    API,
    CELLO,
    STORE,
    apply,
    begin,
    count,
    operations,
)
from tests.support.loans import TESS
from webapp.core.db import db, transaction
from webapp.people import tokens
from webapp.people.models import User


def test_above_the_amount_another_person_applies_it(app, as_, dora):
    tess, ada = as_("tess"), as_("ada")
    at = begin(tess)
    count(dora, at, item=CELLO, counted=3)
    tess.post(f"{at}review/")
    for opener_or_desk in (tess, dora):
        assert apply(opener_or_desk, at).status_code == 403
        page = opener_or_desk.get("/stocktakes/1/apply").text
        assert "who did not start the count applies it" in page
        assert "Write it" not in page
    assert operations(app) == []
    assert "Apply and finish" in ada.get("/stocktakes/1/apply").text
    assert apply(ada, at).json["written"]["needs_second"] is True
    (operation,) = operations(app)
    assert (operation.actor_id, operation.approved_by, operation.reason) == (
        5,
        5,
        "counted_fewer",
    )


def test_who_stands_behind_a_token_is_no_second_person(app, as_, dora):
    """Ada began it by a token in Tess's name, or applies it by one: she would be both."""
    theirs, own = _issue_tokens(app)

    def send(token, path, **said):
        return app.test_client().post(path, json=said, headers=token)

    at = f"{API}{send(theirs, API, location=STORE).json['id']}/"
    count(dora, at, item=CELLO, counted=3)
    dora.post(f"{at}review/")
    ada, head = as_("ada"), as_("head")
    _check_all_refused(theirs, own, send, at, ada)
    _check_head_applies(app, at, ada, head)
    _check_desk_count(dora, theirs, own, send)


def _check_head_applies(app, at, ada, head):
    """Nobody has yet, and somebody else may."""
    assert "Write it" not in ada.get("/stocktakes/1/apply").text
    assert operations(app) == []
    assert apply(head, at).status_code == 200
    assert operations(app)[0].approved_by == 6


def _issue_tokens(app):
    """Of Tess, by Ada and by herself; and one more admin."""
    with app.app_context(), transaction():
        tess = db.session.get(User, TESS.id)
        theirs, own = (
            {"Authorization": f"Bearer {tokens.issue(tess, by=who)}"} for who in (ADA, None)
        )
        db.session.add(
            User(
                email="head@school.test",
                name="Head",
                role="admin",
                password_hash=tess.password_hash,
            )
        )
    return theirs, own


def _check_all_refused(theirs, own, send, at, ada):
    """Ada in person, by her token, and Tess whose token it was."""
    for who in (
        lambda: apply(ada, at),
        lambda: send(theirs, f"{at}apply/"),
        lambda: send(own, f"{at}apply/"),
    ):
        no = who()
        assert no.status_code == 403
        assert "who did not start the count" in no.text


def _check_desk_count(dora, theirs, own, send):
    """Of a count that the desk began, Tess may be the second person, but not by Ada's token."""
    at = begin(dora)
    count(dora, at, item=CELLO, counted=1)
    dora.post(f"{at}review/")
    assert send(theirs, f"{at}apply/").status_code == 403
    assert send(own, f"{at}apply/").status_code == 200
