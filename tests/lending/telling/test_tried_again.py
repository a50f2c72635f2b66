"""An e-mail of the day that cannot be sent, or not be worded, is tried again; it stops no other."""

from itertools import count

from sqlalchemy import update

from tests.lending.conftest import API
from webapp.core import clock, posting, rows
from webapp.core.db import db, transaction
from webapp.core.outbox import Letter
from webapp.lending.telling import digests, tellings

from .acts import due, out_to, send, write


def claimed(app):
    """The e-mail of the day, claimed although its time has not come; no other is left to claim."""
    with app.app_context():
        with transaction():
            others = update(Letter).where(Letter.kind != "digest")
            db.session.execute(others.values(sent_at=clock.now()))
            db.session.execute(update(Letter).values(due_at=Letter.written_at))
        return posting.claim(clock.now())


def test_it_is_worded_anew_under_the_same_message_id(app, as_, both):
    due(app, -1)
    write(app)
    first = claimed(app)
    with app.app_context():
        posting.settle(first, OSError("the line is dead"))
    as_("dora").post(f"{API}{both[0]}/return_item/", json={})
    again = claimed(app)
    assert (again.id, again.message_id) == (first.id, first.message_id)
    assert "Violin" in first.text
    assert "Violin" not in again.text
    assert "Cello" in again.text


def test_what_cannot_be_worded_stops_no_other_letter(app, as_, out, monkeypatch):
    out_to(as_, "nia", item=2)
    due(app, -1)
    send(app)
    write(app)
    really = digests.word

    def word(letter):
        if letter.name == "Sol":
            raise RuntimeError("no words")
        return really(letter)

    monkeypatch.setitem(posting._drawers, "digest", word)
    assert list(send(app)) == ["Nia"]
    monkeypatch.undo()
    assert list(send(app)) == ["Sol"]


def test_others_write_while_a_letter_is_worded(app, as_, both, monkeypatch):
    due(app, -1)
    write(app)
    really, answers = digests.word, []

    def word(letter):
        answers.append(as_("dora").post(f"{API}{both[0]}/return_item/", json={}))
        return really(letter)

    monkeypatch.setitem(posting._drawers, "digest", word)
    assert list(send(app)) == ["Sol"]
    assert [answer.status_code for answer in answers] == [200]


def test_what_a_long_letter_told_is_written_down_in_parts(app, as_, both, monkeypatch):
    """A worker that dies in between leaves a letter that is worded anew, and says all of it."""
    monkeypatch.setattr(tellings, "AT_A_TIME", 1)
    due(app, -1)
    write(app)
    really = rows.insert_all
    monkeypatch.setattr(rows, "insert_all", dies_at(really, 2))
    assert send(app) == {}
    monkeypatch.undo()
    monkeypatch.setattr(tellings, "AT_A_TIME", 1)
    assert list(send(app)) == ["Sol"]
    for id in both:
        told = as_("sol").get(f"{API}{id}/tellings/").json
        assert len(told) == 1
    write(app)
    assert send(app) == {}


def dies_at(really, time):
    """`really`, but for the call of that number, which dies."""
    calls = count(1)

    def insert_all(*args):
        if next(calls) == time:
            raise OSError("the disk is full")
        return really(*args)

    return insert_all
