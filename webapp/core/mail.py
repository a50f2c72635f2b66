"""A letter as e-mail: the message, and the way to the mail server."""

import re
import smtplib
import ssl
from email.headerregistry import Address
from email.message import EmailMessage
from email.utils import format_datetime
from typing import Any
from urllib.parse import unquote, urlsplit

TIMEOUT = 30  # seconds; far less than the time after which a claim is stale


def host(base_url: str) -> str:
    return urlsplit(base_url).hostname or "localhost"


def message(letter: Any, *, sender: str) -> EmailMessage:
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


def _invite(mail: EmailMessage, calendar: str) -> None:
    """Twice: some programs act on the part beside the text, others open the file."""
    (method,) = re.findall(r"^METHOD:(\w+)\r$", calendar, re.MULTILINE)
    told = {"method": method, "charset": "utf-8"}
    mail.add_alternative(calendar.encode(), maintype="text", subtype="calendar", params=told)
    mail.add_attachment(calendar.encode(), maintype="application", subtype="ics", filename="invite.ics")


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
        return smtplib.SMTP_SSL(host, port or 465, timeout=TIMEOUT, context=ssl.create_default_context())
    return smtplib.SMTP(host, port or 25, timeout=TIMEOUT)
