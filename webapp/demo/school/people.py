"""Who works and learns at the demo school; `student@demo.example` is Leo."""

from typing import NamedTuple

from webapp.core.actor import Actor
from webapp.core.bounces import Bounce
from webapp.core.db import db
from webapp.people import (
    accounts,
    cards,
    groups,
    guardians,
    office_notes,
    passwords,
    tokens,
)

SETTLING = Actor(0, "The demo school", "admin", 0)
STRINGS, WINDS, PLUCKED, DRUMS = (
    "String room",
    "Wind and brass cabinet",
    "Instrument store",
    "Percussion room",
)


PHONES = {"student": "030 5550 114", "oskar": "030 5550 127", "tomas": "030 5550 131"}
GUARDIANS = (  # of whom, name, phone, e-mail
    ("student", "Chiara Marchetti", "030 5550 115", "chiara.marchetti@home.example"),
    ("paula", "Ana Jiménez", "030 5550 140", "ana.jimenez@home.example"),
    ("tomas", "Eva Dvořáková", "030 5550 132", ""),
)


NOTES = {  # of the office, about whom
    "student": "Own chin rest. Please lend no wooden case: comes by bike.",
    "tomas": "The e-mail address does not work. Call the mother in the evening.",
}
PROGRAMS = (  # of the desk, what each may do, and for how many days
    ("Label printer", ("stock",), 365),
    ("Opening hours on the website", ("read",), None),
)
CAME_BACK, NO_SUCH_USER = "tomas", "smtp; 550 5.1.1 No such user here"


class Student(NamedTuple):
    key: str
    name: str
    plays: str  # where what they play is kept


STAFF = {
    "admin": ("Helena Brandt", "admin"),
    "desk": ("Jonas Okafor", "desk"),
    "teacher": ("Miriam Castellanos", "teacher"),
    "teacher2": ("Anton Lindqvist", "teacher"),
    "teacher3": ("Yuki Tanabe", "teacher"),
}
STUDENTS = {
    "teacher": (
        Student("student", "Leo Marchetti", STRINGS),
        Student("amara", "Amara Nwosu", STRINGS),
        Student("clara", "Clara Weiss", STRINGS),
        Student("emil", "Emil Sørensen", PLUCKED),
        Student("farah", "Farah Aziz", PLUCKED),
        Student("greta", "Greta Hoffmann", WINDS),
        Student("hugo", "Hugo Lefèvre", WINDS),
    ),
    "teacher2": (
        Student("student2", "Priya Raman", WINDS),
        Student("ines", "Inês Carvalho", STRINGS),
        Student("jakub", "Jakub Nowak", STRINGS),
        Student("kofi", "Kofi Mensah", WINDS),
        Student("lena", "Lena Vogel", PLUCKED),
        Student("mateo", "Mateo Rivas", DRUMS),
        Student("noor", "Noor Haddad", DRUMS),
    ),
    "teacher3": (
        Student("oskar", "Oskar Lehmann", STRINGS),
        Student("paula", "Paula Jiménez", PLUCKED),
        Student("ruben", "Ruben de Vries", WINDS),
        Student("saoirse", "Saoirse Kelly", WINDS),
        Student("tomas", "Tomáš Dvořák", PLUCKED),
        Student("wanda", "Wanda Zielińska", DRUMS),
    ),
}
TEACHER = {
    student.key: teacher for teacher, students in STUDENTS.items() for student in students
}
PLAYS = {
    student.key: student.plays for students in STUDENTS.values() for student in students
}
GROUPS = (
    (
        "Junior Strings",
        "ensemble",
        "teacher",
        ("student", "amara", "clara", "ines", "jakub", "oskar"),
    ),
    ("Big Band", "ensemble", "teacher2", ("student2", "kofi", "mateo", "hugo", "ruben")),
    ("Wind Quintet", "ensemble", "teacher3", ("greta", "saoirse", "ruben", "kofi", "hugo")),
    ("Piano class", "class", "teacher2", ("clara", "lena", "mateo", "paula")),
    (
        "Theory for Beginners",
        "class",
        "teacher3",
        ("emil", "farah", "noor", "paula", "saoirse", "tomas", "wanda"),
    ),
)
CARRY_CARDS = ("student", "student2", "clara", "jakub")


def move_in(password: str) -> dict[str, Actor]:
    """Everybody, by the first part of their e-mail."""
    who, password_hash = dict[str, Actor](), passwords.hashed(password)
    for key, (name, role) in STAFF.items():
        who[key] = _add(key, name, role, None, password_hash)
    for teacher, students in STUDENTS.items():
        for student in students:
            who[student.key] = _add(
                student.key, student.name, "student", who[teacher].id, password_hash
            )
    _add_groups(who)
    _add_cards(who)
    _add_tokens(who)
    _add_guardians(who)
    _add_notes(who)
    db.session.add(Bounce(address=f"{CAME_BACK}@demo.example", reason=NO_SUCH_USER))
    return who


def _add_tokens(who: dict[str, Actor]) -> None:
    """Programs that nobody here runs: their tokens are known to nobody."""
    desk = who["desk"]
    for name, may, days in PROGRAMS:
        tokens.issue_for(desk, desk.id, name=name, may=may, days=days)


def _add_cards(who: dict[str, Actor]) -> None:
    for number, key in enumerate(CARRY_CARDS, 1):
        cards.issue(who["admin"], who[key].id, code=f"CARD{number:010}")


def _add_guardians(who: dict[str, Actor]) -> None:
    for key, name, phone, email in GUARDIANS:
        guardians.add(SETTLING, who[key].id, name=name, phone=phone, email=email)


def _add_notes(who: dict[str, Actor]) -> None:
    for key, text in NOTES.items():
        office_notes.add(who["desk"], who[key].id, text=text)


def _add_groups(who: dict[str, Actor]) -> None:
    for name, kind, teacher, members in GROUPS:
        ids = [who[key].id for key in members]
        groups.add(
            SETTLING, name=name, kind=kind, teacher_id=who[teacher].id, member_ids=ids
        )


def _add(
    key: str, name: str, role: str, teacher_id: int | None, password_hash: str
) -> Actor:
    user = accounts.add(
        SETTLING,
        name=name,
        email=f"{key}@demo.example",
        role=role,
        teacher_id=teacher_id,
        phone=PHONES.get(key, ""),
        password_hash=password_hash,
    )
    return Actor(user.id, name, role, 0)
