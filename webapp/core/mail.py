"""A letter as e-mail: the message, and the way to the mail server."""

import re
import smtplib
import ssl
from datetime import datetime, timedelta
from email.headerregistry import Address
from email.message import EmailMessage
from email.utils import format_datetime
from typing import Protocol, Required, TypedDict
from urllib.parse import unquote, urlsplit

ATOM, LABEL = (
    r"[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+",
    r"[A-Za-z0-9](?:[A-Za-z0-9-]{0,61}[A-Za-z0-9])?",
)
LOCAL, LAST = rf"(?=[^@]{{1,64}}@){ATOM}(?:\.{ATOM})*", rf"(?=.*[A-Za-z-]){LABEL}"
ADDRESS = re.compile(
    rf"{LOCAL}@(?:{LABEL}\.)+{LAST}", re.ASCII
)  # every mail server can take it
SENDER = re.compile(
    rf"{LOCAL}@(?:{LABEL}\.)*{LAST}", re.ASCII
)  # from where the host may be one of the same network

CALENDAR = re.compile(r"^BEGIN:VCALENDAR\r$.*?^END:VCALENDAR\r\n", re.DOTALL | re.MULTILINE)

LONGEST_PAUSE = timedelta(hours=6)  # between two attempts
TIMEOUT = 10  # seconds a mail server may be silent; far less than the time after which a claim is stale


class Unwritable(Exception):
    """A letter that no e-mail can be made of, such as one to an address that is none."""


def host(base_url: str) -> str:
    return urlsplit(base_url).hostname or "localhost"


class Claimed(Protocol):
    """The columns of a letter that a worker has claimed."""

    @property
    def id(self) -> int: ...

    @property
    def kind(self) -> str: ...

    @property
    def subject_type(self) -> str: ...

    @property
    def subject_id(self) -> int: ...

    @property
    def step(self) -> str: ...

    @property
    def attempts(self) -> int: ...

    @property
    def claimed_at(self) -> datetime | None: ...

    @property
    def person_id(self) -> int | None: ...

    @property
    def address(self) -> str: ...

    @property
    def name(self) -> str: ...

    @property
    def subject(self) -> str: ...

    @property
    def text(self) -> str: ...

    @property
    def html(self) -> str | None: ...

    @property
    def calendar(self) -> str | None: ...

    @property
    def message_id(self) -> str: ...

    @property
    def written_at(self) -> datetime: ...


def message(letter: Claimed, *, sender: str) -> EmailMessage:
    """The e-mail; Unwritable if there can be none."""
    try:
        return _message(letter, sender)
    except (
        Exception
    ) as error:  # the standard library raises a dozen kinds for an address that is none
        raise Unwritable(
            f"E-mail cannot be delivered to this address: {letter.address}"
        ) from error


def _message(letter: Claimed, sender: str) -> EmailMessage:
    mail = EmailMessage()
    mail["From"] = sender
    mail["To"] = Address(letter.name, addr_spec=letter.address)
    mail["Subject"] = letter.subject
    mail["Date"] = format_datetime(letter.written_at)
    mail["Message-ID"] = letter.message_id
    mail["Auto-Submitted"] = "auto-generated"
    mail.set_content(letter.text)
    if letter.html:
        mail.add_alternative(letter.html, subtype="html")
    if letter.calendar:
        _invite(mail, letter.calendar)
    return mail


def may_send(sender: str) -> bool:
    """Whether e-mail can be sent from this: one address, alone or as in "Music School <desk@school.example>"."""
    mail = EmailMessage()
    try:
        mail["From"] = sender
    except (ValueError, IndexError):  # what the standard library stumbles over
        return False
    header = mail["From"]
    return (
        len(header.addresses) == 1
        and not header.defects
        and bool(SENDER.fullmatch(header.addresses[0].addr_spec))
    )


def _invite(mail: EmailMessage, calendar: str) -> None:
    """A single one twice: some programs act on the part beside the text, others open the file.

    Where several calendars follow each other, each is a file, which those programs act on as well: beside the text,
    they would read only one.
    """
    calendars = CALENDAR.findall(calendar)
    if len(calendars) == 1:
        mail.add_alternative(
            calendar.encode(), maintype="text", subtype="calendar", params=_method(calendar)
        )
        mail.add_attachment(
            calendar.encode(),
            maintype="application",
            subtype="ics",
            filename="invite.ics",
        )
        return
    for number, each in enumerate(calendars, 1):
        mail.add_attachment(
            each.encode(),
            maintype="text",
            subtype="calendar",
            filename=f"invite-{number}.ics",
            params=_method(each),
        )


def _method(calendar: str) -> dict[str, str]:
    (method,) = re.findall(r"^METHOD:(\w+)\r$", calendar, re.MULTILINE)
    return {"method": method, "charset": "utf-8"}


def pause(attempts: int) -> timedelta:
    """How long to wait after so many attempts that failed: each time twice as long, up to LONGEST_PAUSE."""
    return min(timedelta(seconds=5 * 2 ** min(attempts, 16)), LONGEST_PAUSE)


def reason(error: Exception) -> str:
    """Why it was not sent, as the mail server put it where it did."""
    answers: list[tuple[int, bytes]] = []
    if isinstance(error, smtplib.SMTPRecipientsRefused):
        answers = list(error.recipients.values())
    elif isinstance(error, smtplib.SMTPResponseException):
        answers = [
            (
                error.smtp_code,
                error.smtp_error if isinstance(error.smtp_error, bytes) else b"",
            )
        ]
    words = "; ".join(f"{code} {words.decode(errors='replace')}" for code, words in answers)
    return (words or str(error) or type(error).__name__)[:500]


def is_hopeless(error: Exception) -> bool:
    """Whether this letter fails however often it is tried: its address is none, or the mail server says so for good."""
    if isinstance(error, smtplib.SMTPRecipientsRefused):
        return all(code >= 500 for code, _words in error.recipients.values())
    if isinstance(error, smtplib.SMTPDataError):
        return error.smtp_code >= 500
    return isinstance(error, Unwritable)


def is_unreachable(error: Exception) -> bool:
    """Whether it was the way to the mail server that failed, as it would for any other letter now."""
    about_the_letter = (
        smtplib.SMTPRecipientsRefused,
        smtplib.SMTPDataError,
        smtplib.SMTPNotSupportedError,
    )
    return isinstance(error, OSError) and not isinstance(error, about_the_letter)


def send(url: str, mail: EmailMessage) -> None:
    """`smtps://` speaks TLS from the start, `smtp://` as soon as the server offers it."""
    to = urlsplit(url)
    with _connect(to.scheme, to.hostname or "localhost", to.port) as server:
        server.ehlo()
        if to.scheme == "smtp" and server.has_extn("starttls"):
            server.starttls(context=ssl.create_default_context())
        if to.username:
            server.login(unquote(to.username), unquote(to.password or ""))
        server.send_message(mail)


def _connect(scheme: str, host: str, port: int | None) -> smtplib.SMTP:
    if scheme == "smtps":
        return smtplib.SMTP_SSL(
            host, port or 465, timeout=TIMEOUT, context=ssl.create_default_context()
        )
    return smtplib.SMTP(host, port or 25, timeout=TIMEOUT)


class New(TypedDict, total=False):
    """A letter to write: about what, to whom, and what it says."""

    kind: Required[str]
    subject_type: Required[str]
    subject_id: Required[int]
    step: Required[str]
    person_id: int | None
    is_to_guardian: bool
    address: Required[str]
    name: Required[str]
    subject: Required[str]
    text: Required[str]
    html: str | None
    calendar: str | None
    due_at: datetime | None


class Content(TypedDict):
    """The words of a letter, and to whom they go."""

    person_id: int
    is_to_guardian: bool
    address: str
    name: str
    subject: str
    text: str
    html: str | None
