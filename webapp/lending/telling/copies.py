"""Copies: what a borrower was told of an act, told to others too, as far as the school wants that of this kind of act.

A copy is written once the borrower's own e-mail has left, so that what was called back is told to nobody. It has the
same words and no link: a guardian could follow none, and nobody acts from a copy.
"""

import html
import re
from collections.abc import Iterator
from typing import NamedTuple

from webapp.core import letters, mail
from webapp.people import people, reaching
from webapp.people.reaching import Around
from webapp.school import settings

KIND = "copy"
ACTS = {  # by the kind of the borrower's e-mail, as the settings call it
    "approved": "answers",
    "rejected": "answers",
    "answered": "answers",
    "lent": "hand_outs",
    "handed_over": "hand_outs",
    "returned": "returns",
    "taken_back": "returns",
    "lost": "losses",
    "found": "losses",
    "cancelled": "cancellations",
    "cancelled_several": "cancellations",
    "restored": "cancellations",
    "restored_several": "cancellations",
    "extended": "renewals",
    "not_extended": "renewals",
    "renewal_approved": "renewals",
    "renewal_rejected": "renewals",
    "kept_by_itself": "renewals",
    "rolled_over": "renewals",
}
LINK = re.compile(
    r'<a [^>]*href="([^"]*)"[^>]*>([^<]*)</a>'
)  # only Backline's own are links in its e-mails: what people type becomes none
SETTINGS: dict[str, settings.Copies] = {  # by the field of `reaching.Around`
    "teacher": "copies_to_teacher",
    "guardians": "copies_to_guardian",
    "office": "copies_to_office",
}


class Reader(NamedTuple):
    person_id: int
    is_guardian: bool
    name: str
    email: str
    language: str | None


def write(letter: mail.Claimed) -> None:
    """To whom the school wants to know of it, each address once, and nobody who has it already."""
    if (act := ACTS.get(letter.kind)) is None:
        return
    wanted = [name for name, acts in SETTINGS.items() if act in settings.get(acts)]
    if not wanted:
        return
    around = reaching.around(letter.person_id)
    seen = {letter.address.casefold()}
    for reader in _readers(around, wanted):
        if reader.email.casefold() not in seen:
            seen.add(reader.email.casefold())
            _write(letter, reader)


def _readers(around: Around, wanted: list[str]) -> Iterator[Reader]:
    if "teacher" in wanted and around.teacher:
        yield from _contacts([around.teacher])
    if "guardians" in wanted:
        yield from _guardians(around)
    if "office" in wanted:
        yield from _contacts(around.office)


def _contacts(ids: list[int]) -> Iterator[Reader]:
    for contact in people.contacts(ids).values():
        yield Reader(contact.id, False, contact.name, contact.email, contact.language)


def _guardians(around: Around) -> Iterator[Reader]:
    for each in around.guardians:
        yield Reader(each.user_id, True, each.name, each.email, each.language)


def _write(letter: mail.Claimed, reader: Reader) -> None:
    told = {"subject": letter.subject, "borrower": letter.name, "words": _words(letter)}
    letters.post(
        "lending/mail/copy",
        reader,
        told,
        about=(letter.subject_type, letter.subject_id),
        kind=KIND,
        step=f"{KIND}:{letter.id}:{reader.email}",
    )


def _words(letter: mail.Claimed) -> str:
    """What it says between greeting and signature, without its links; addresses that people typed stay."""
    with letters.speaking_to(letters.reader_of(letter)):
        house = letters.around(f"lending/mail/{letter.kind}", letter.name)
    words = letter.text.strip().removeprefix(house.greeting).strip()
    for last in (house.signature, house.note):
        words = words.removesuffix(last).strip()
    for link in LINK.findall(letter.html or ""):
        url, label = (re.escape(html.unescape(each)) for each in link)
        words = re.sub(rf"^({label}:[ \n])?{url}$\n?", "", words, flags=re.MULTILINE)
    return words.strip()
