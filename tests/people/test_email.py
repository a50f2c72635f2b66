"""An e-mail address is one that mail servers can reach."""

import pytest
from pydantic import ValidationError

from webapp.core import clock, mail
from webapp.core.outbox import Letter
from webapp.people.schemas import PersonInput

PERSON = {"version": 1, "name": "Sol", "role": "student"}
GOOD = (
    "sol@school.test", "Sol.O'Neil+violin@mail.school.example", "a@b.co", "1@2.example", "x_y-z@a-b.example",
    "l" * 64 + "@school.test", "sol@xn--mnchen-3ya.example", "{}|~@school.test",
)  # fmt: skip
NONE = (
    "a,b@x.example", "a..b@x.example", ".a@x.example", "a.@x.example", "a b@x.example", "a@b@x.example", "@x.example",
    "a@", "a@x", "a@.example", "a@x..example", "a@-x.example", "a@x-.example", "a@x.example.", "a@[127.0.0.1]",
    "<a@x.example>", "a@1.2.3.4", "Sol <a@x.example>", "a(b)@x.example", "a;b@x.example", 'a"b@x.example',
    "a@x_y.example", "a\\b@x.example", "a:b@x.example", "l" * 65 + "@school.test", "a@" + "l" * 64 + ".example",
    "ä@x.example", "a@ä.example",
)  # fmt: skip


@pytest.mark.parametrize("email", GOOD)
def test_what_can_be_reached_is_taken_and_can_be_written_to(email):
    taken = PersonInput(**PERSON, email=email).email
    assert taken == email.lower()
    letter = Letter(
        address=taken,
        name="Sol",
        subject="x",
        text="x",
        message_id="<x@y>",
        written_at=clock.now(),
    )
    assert mail.message(letter, sender="a@b.example")["To"].addresses[0].addr_spec == taken


@pytest.mark.parametrize("email", NONE)
def test_what_no_mail_server_can_reach_is_refused(email):
    with pytest.raises(ValidationError, match="e-mail address"):
        PersonInput(**PERSON, email=email)
