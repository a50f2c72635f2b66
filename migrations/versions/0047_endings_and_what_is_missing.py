"""how a loan ended by itself, and which accessories did not come back, as codes and names"""

import json

import sqlalchemy as sa
from alembic import op

revision = "0047"
down_revision = "0045"
branch_labels = None
depends_on = None

ENDINGS = {
    "mistake": "Handed out by mistake",
    "joined": "Part of the same loan again",
}
BEFORE = "Missing: "
CHECKOUTS = sa.table(
    "checkouts",
    sa.column("id", sa.Integer()),
    sa.column("status", sa.String()),
    sa.column("reason", sa.String()),
    sa.column("ending", sa.String()),
    sa.column("return_notes", sa.String()),
    sa.column("missing_accessories", sa.JSON()),
)
NAMES = sa.text(
    "SELECT u.checkout_id, a.name FROM checkout_units u"
    " JOIN accessories a ON a.unit_id = u.unit_id"
)
LOOKED = sa.text(
    "SELECT checkout_id, before FROM checkout_events WHERE kind = 'accessories'"
)


def upgrade():
    """What the program had written itself becomes data; what a person typed stays as it is."""
    with op.batch_alter_table("checkouts") as batch_op:
        batch_op.add_column(
            sa.Column("ending", sa.String(20), nullable=False, server_default="")
        )
        batch_op.add_column(sa.Column("missing_accessories", sa.JSON(), nullable=True))
    op.execute("UPDATE checkouts SET missing_accessories = '[]'")
    for ending, words in ENDINGS.items():
        op.execute(
            CHECKOUTS.update()
            .where(CHECKOUTS.c.reason == words, CHECKOUTS.c.status == "cancelled")
            .values(reason="", ending=ending)
        )
    move_missing()
    with op.batch_alter_table("checkouts") as batch_op:
        batch_op.alter_column(
            "missing_accessories", existing_type=sa.JSON(), nullable=False
        )


def downgrade():
    for ending, words in ENDINGS.items():
        op.execute(
            CHECKOUTS.update().where(CHECKOUTS.c.ending == ending).values(reason=words)
        )
    write_missing()
    with op.batch_alter_table("checkouts") as batch_op:
        batch_op.drop_column("missing_accessories")
        batch_op.drop_column("ending")


def move_missing():
    """Out of the notes of returns: the lines that name nothing but accessories of what was lent."""
    bind = op.get_bind()
    query = sa.select(CHECKOUTS.c.id, CHECKOUTS.c.return_notes)
    query = query.where(CHECKOUTS.c.return_notes.contains(BEFORE, autoescape=True))
    noted = bind.execute(query).all()
    known = accessories_lent(bind) if noted else {}
    for id, notes in noted:
        kept, missing = [], []
        for line in notes.split("\n"):
            names = missing_in(line, known.get(id, ()))
            missing += names
            kept += [] if names else [line]
        bind.execute(
            CHECKOUTS.update()
            .where(CHECKOUTS.c.id == id)
            .values(return_notes="\n".join(kept), missing_accessories=missing)
        )


def accessories_lent(bind):
    """The names of accessories that a loan's units have, or had when somebody looked, by the loan's id."""
    known = {}
    for id, name in bind.execute(NAMES):
        known.setdefault(id, set()).add(name)
    for id, before in bind.execute(LOOKED):
        facts = json.loads(before) if isinstance(before, str) else before
        names = {each["name"] for each in facts.get("accessories", ())}
        known.setdefault(id, set()).update(names)
    return known


def missing_in(line, known):
    """The accessories a line of notes names, if it was written by the program; else none."""
    names = line.removeprefix(BEFORE).split(", ") if line.startswith(BEFORE) else []
    return names if set(names) <= set(known) else []


def write_missing():
    bind = op.get_bind()
    query = sa.select(
        CHECKOUTS.c.id, CHECKOUTS.c.return_notes, CHECKOUTS.c.missing_accessories
    )
    for id, notes, missing in bind.execute(query).all():
        if missing:
            said = f"{notes}\n{BEFORE}{', '.join(missing)}".strip()
            bind.execute(
                CHECKOUTS.update().where(CHECKOUTS.c.id == id).values(return_notes=said)
            )
