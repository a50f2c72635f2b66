"""What a mail server answered is told in plain words."""

import pytest

from webapp.core import mail_failures

FULL, NOBODY = "Their mailbox is full.", "That address does not exist."
REFUSED = "Their mail server refused it."
LATER = "Their mail server asks to try again later."
UNREACHABLE = "The mail server could not be reached."


@pytest.mark.parametrize(
    ("answer", "words"),
    [
        ("552 5.2.2 The email account that you tried to reach is over quota", FULL),
        ("452 4.2.2 Mailbox full", FULL),
        ("550 5.1.1 No such user", NOBODY),
        ("550 User unknown in local recipient table", NOBODY),
        ("554 5.7.1 Message rejected as spam by Content Filtering", REFUSED),
        ("550 5.7.26 Unauthenticated email is not accepted due to DMARC policy", REFUSED),
        ("450 4.2.0 Greylisted, see postgrey", LATER),
        ("451 Temporary local problem", LATER),
        ("[Errno 111] Connection refused", UNREACHABLE),
        ("timed out", UNREACHABLE),
        ("[Errno -2] Name or service not known", UNREACHABLE),
        ("Something else", "It could not be sent."),
    ],
)
def test_an_answer_is_told_in_plain_words(app, answer, words):
    with app.test_request_context():
        assert mail_failures.in_words(answer) == words
