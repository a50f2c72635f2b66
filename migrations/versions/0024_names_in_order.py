"""names in order"""

import sqlalchemy as sa
from alembic import op

from webapp.core import text

revision = "0024"
down_revision = "0023"
branch_labels = None
depends_on = None

AT_ONCE = 2000  # rows
SORTED = {  # tables, and the column each is listed by
    "users": "name",
    "groups": "name",
    "locations": "name",
    "brands": "name",
    "categories": "name",
    "suppliers": "name",
    "items": "name",
    "units": "tag",
    "accessories": "name",
    "rooms": "name",
    "room_groups": "name",
    "room_rules": "name",
}
FOLDED = {
    "users": (("name", "email"), 700),
    "locations": (("name",), 200),
    "rooms": (("name", "equipment"), 1200),
}
INDEXED = ("users", "items")


def upgrade():
    connection = op.get_bind()
    write_emails_in_one_form(connection)
    for table, column in SORTED.items():
        op.add_column(table, sa.Column("sort_key", in_byte_order(200), nullable=True))
        fill(connection, table, "sort_key", text.sort_key, [column], 200)
    for table, (columns, length) in FOLDED.items():
        op.add_column(table, sa.Column("folded", in_byte_order(length), nullable=True))
        fill(connection, table, "folded", text.folded, columns, length)
    for table in SORTED:
        with op.batch_alter_table(table) as batch_op:
            batch_op.alter_column(
                "sort_key", existing_type=in_byte_order(200), nullable=False
            )
            if table in FOLDED:
                batch_op.alter_column(
                    "folded", existing_type=in_byte_order(FOLDED[table][1]), nullable=False
                )
            if table == "users":
                batch_op.drop_constraint(
                    batch_op.f("ck_users_email_lower_case"), type_="check"
                )
            if table == "items":
                batch_op.alter_column(
                    "folded", existing_type=sa.String(500), type_=in_byte_order(1000)
                )
                batch_op.drop_index(batch_op.f("ix_items_name_id"))
            if table in INDEXED:
                batch_op.create_index(
                    batch_op.f(f"ix_{table}_sort_key_id"), ["sort_key", "id"]
                )
    fold_items(connection)


def downgrade():
    fold = sa.table("items", sa.column("folded"))
    op.execute(sa.update(fold).values(folded=sa.func.substr(fold.c.folded, 1, 500)))
    email = sa.table("users", sa.column("email"))
    op.execute(sa.update(email).values(email=sa.func.lower(email.c.email)))
    for table in SORTED:
        with op.batch_alter_table(table) as batch_op:
            if table in INDEXED:
                batch_op.drop_index(batch_op.f(f"ix_{table}_sort_key_id"))
            if table == "items":
                batch_op.alter_column(
                    "folded", existing_type=in_byte_order(1000), type_=sa.String(500)
                )
                batch_op.create_index(batch_op.f("ix_items_name_id"), ["name", "id"])
            if table == "users":
                batch_op.create_check_constraint(
                    batch_op.f("ck_users_email_lower_case"), "email = lower(email)"
                )
            if table in FOLDED:
                batch_op.drop_column("folded")
            batch_op.drop_column("sort_key")


def in_byte_order(length):
    return sa.String(
        length, collation="C" if op.get_bind().dialect.name == "postgresql" else None
    )


def fill(connection, name, column, make, sources, length):
    table = sa.table(name, *map(sa.column, ("id", column, *sources)))
    rows = connection.execute(
        sa.select(table.c.id, *(table.c[source] for source in sources))
    ).all()
    put(connection, table, column, [(id, make(*values)[:length]) for id, *values in rows])


def fold_items(connection):
    named = "SELECT i.id, i.name, i.sku, coalesce(b.name, ''), i.model, l.name FROM items i"
    joined = f"{named} LEFT JOIN brands b ON b.id = i.brand_id JOIN locations l ON l.id = i.home_location_id"
    rows = connection.execute(sa.text(joined)).all()
    items = sa.table("items", sa.column("id"), sa.column("folded"))
    put(
        connection,
        items,
        "folded",
        [(id, text.folded(*names)[:1000]) for id, *names in rows],
    )


def write_emails_in_one_form(connection):
    """As people type them now, unless somebody else has that already."""
    users = sa.table("users", sa.column("id"), sa.column("email"))
    emails = dict(connection.execute(sa.select(users.c.id, users.c.email)).all())
    taken = set(emails.values())
    new = {
        id: form
        for id, email in emails.items()
        if (form := text.email(email)) != email and form not in taken
    }
    put(connection, users, "email", list(new.items()))


def put(connection, table, column, values):
    change = (
        sa.update(table)
        .where(table.c.id == sa.bindparam("of"))
        .values({column: sa.bindparam("made")})
    )
    rows = [{"of": id, "made": made} for id, made in values]
    for at in range(0, len(rows), AT_ONCE):
        connection.execute(change, rows[at : at + AT_ONCE])
