"""How tests read, preview and import a spreadsheet, and count what there is."""

from pathlib import Path

from sqlalchemy import func, select

from webapp.core.actor import Actor
from webapp.core.db import db, transaction
from webapp.stock.imports import columns, imports, spreadsheets
from webapp.stock.models import Item, Level, Location, Movement, Operation, Unit

FILE = Path(__file__).parents[1] / "data" / "school-instruments.csv"

TESS, DORA, SOL = (
    Actor(1, "Tess", "teacher", 0),
    Actor(4, "Dora", "desk", 0),
    Actor(2, "Sol", "student", 0),
)

HEAD = "description,make,serial,number,code,location,quantity\n"


def read(said):
    table = spreadsheets.read(said if isinstance(said, bytes) else (HEAD + said).encode())
    return table, columns.guess(table.header)


def look(said, **options):
    return imports.preview(TESS, *read(said), **options)


def bring(said, actor=TESS, **options):
    with transaction():
        return imports.carry_out(actor, *read(said), **options).id


def rows():
    kinds = Item, Unit, Level, Movement, Operation, Location
    return {
        kind.__tablename__: db.session.scalar(select(func.count()).select_from(kind))
        for kind in kinds
    }
