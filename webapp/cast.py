"""The demo school: people one can sign in as, their groups, and a few instruments."""

from decimal import Decimal

from sqlalchemy import select

from webapp.core.actor import Actor
from webapp.core.db import db
from webapp.people import groups, passwords, people
from webapp.people.models import User
from webapp.rooms import rooms
from webapp.stock import items

SETTLING = Actor(0, "The demo school", "admin", 0)

STAFF = {
    "admin": ("Helena Brandt", "admin"),
    "desk": ("Jonas Okafor", "desk"),
    "teacher": ("Miriam Castellanos", "teacher"),
    "teacher2": ("Anton Lindqvist", "teacher"),
    "teacher3": ("Yuki Tanabe", "teacher"),
}
STUDENTS = {
    "teacher": (
        ("student", "Leo Marchetti"),
        ("amara", "Amara Nwosu"),
        ("clara", "Clara Weiss"),
        ("emil", "Emil Sørensen"),
        ("farah", "Farah Aziz"),
        ("greta", "Greta Hoffmann"),
        ("hugo", "Hugo Lefèvre"),
    ),
    "teacher2": (
        ("student2", "Priya Raman"),
        ("ines", "Inês Carvalho"),
        ("jakub", "Jakub Nowak"),
        ("kofi", "Kofi Mensah"),
        ("lena", "Lena Vogel"),
        ("mateo", "Mateo Rivas"),
        ("noor", "Noor Haddad"),
    ),
    "teacher3": (
        ("oskar", "Oskar Lehmann"),
        ("paula", "Paula Jiménez"),
        ("ruben", "Ruben de Vries"),
        ("saoirse", "Saoirse Kelly"),
        ("tomas", "Tomáš Dvořák"),
        ("wanda", "Wanda Zielińska"),
    ),
}
GROUPS = (
    ("Junior Strings", "ensemble", "teacher", ("student", "amara", "clara", "ines", "jakub", "oskar")),
    ("Big Band", "ensemble", "teacher2", ("student2", "kofi", "mateo", "hugo", "ruben")),
    ("Theory for Beginners", "class", "teacher3", ("emil", "farah", "noor", "paula", "saoirse", "tomas", "wanda")),
)
ROOMS = (  # name, people, equipment, an hour
    ("Studio A", 2, "Upright piano", "10.00"),
    ("Studio B", 4, "Drum kit", "15.00"),
    ("Ensemble room", 12, "Grand piano, 12 stands", "20.00"),
    ("Percussion room", 4, "Marimba, timpani", "15.00"),
    ("Practice room 1", 1, "Upright piano", "0"),
    ("Practice room 2", 1, "Upright piano", "0"),
    ("Practice room 3", 2, "", "0"),
    ("Recital hall", 60, "Concert grand", "40.00"),
)


def move_in(password: str = "play-it-again-42") -> None:
    if db.session.scalar(select(User.id).limit(1)):
        return
    ids, password_hash = {}, passwords.hashed(password)
    for key, (name, role) in STAFF.items():
        ids[key] = people.add(SETTLING, name=name, email=_email(key), role=role, password_hash=password_hash).id
    for teacher, students in STUDENTS.items():
        for key, name in students:
            ids[key] = people.add(
                SETTLING,
                name=name,
                email=_email(key),
                role="student",
                teacher_id=ids[teacher],
                password_hash=password_hash,
            ).id
    for name, kind, teacher, members in GROUPS:
        groups.add(SETTLING, name=name, kind=kind, teacher_id=ids[teacher], member_ids=[ids[key] for key in members])
    for name, capacity, equipment, rate in ROOMS:
        rooms.add(SETTLING, name=name, capacity=capacity, equipment=equipment, hourly_rate=Decimal(rate))
    _bring_instruments(Actor(ids["teacher"], "Miriam Castellanos", "teacher", 0))


def _bring_instruments(teacher: Actor) -> None:
    for name, quantity in (("Student Violin 4/4", 2), ("Cello 3/4", 5)):
        items.add(
            teacher,
            name=name,
            category="instrument",
            location="Store",
            quantity=quantity,
            max_checkout_days=30,
            value=Decimal(300),
        )


def _email(key: str) -> str:
    return f"{key}@demo.example"
