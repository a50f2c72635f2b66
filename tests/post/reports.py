"""What a mail server sends back."""

BOUNCE = """\
From: Mail Delivery System <mailer-daemon@mx.test>
To: desk@school.test
Subject: Undelivered Mail Returned to Sender
MIME-Version: 1.0
Content-Type: multipart/report; report-type=delivery-status; boundary="AAA"

--AAA
Content-Type: text/plain

I'm sorry to have to inform you.

--AAA
Content-Type: message/delivery-status

Reporting-MTA: dns; mx.test

Final-Recipient: rfc822; {address}
Action: {action}
Status: 5.1.1
Diagnostic-Code: smtp; 550 5.1.1 {said}

--AAA--
"""
QUESTION = """\
From: sol@school.test
Subject: When do you open?

Dear all,

when do you open on Monday?
"""


def bounce(address, action="failed", said="No such user here"):
    """A report by RFC 3464 about mail to an address."""
    return _as_sent(BOUNCE.format(address=address, action=action, said=said))


def question():
    """Somebody writes back to the school."""
    return _as_sent(QUESTION)


def _as_sent(text):
    return text.replace("\n", "\r\n").encode()
