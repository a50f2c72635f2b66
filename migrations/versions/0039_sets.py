"""sets: things that are lent together, and what is in each"""

import sqlalchemy as sa
from alembic import op

revision = "0039"
down_revision = "0040"
branch_labels = None
depends_on = None


def upgrade():
    op.create_table(
        "sets",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("sort_key", in_byte_order(200), nullable=False),
        sa.Column("name", sa.String(length=120), nullable=False),
        sa.Column("folded", in_byte_order(300), nullable=False),
        sa.Column("notes", sa.String(length=2000), nullable=False),
        sa.Column("archived_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("archived_by", sa.Integer(), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("created_by", sa.Integer(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        *references("sets", archived_by="users", created_by="users"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_sets")),
        sa.UniqueConstraint("name", name=op.f("uq_sets_name")),
    )
    create_parts()


def create_parts():
    op.create_table(
        "set_parts",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("set_id", sa.Integer(), nullable=False),
        sa.Column("item_id", sa.Integer(), nullable=False),
        sa.Column("unit_id", sa.Integer(), nullable=True),
        sa.Column("quantity", sa.Integer(), nullable=False),
        sa.CheckConstraint("quantity > 0", name=op.f("ck_set_parts_quantity_positive")),
        sa.CheckConstraint(
            "unit_id IS NULL OR quantity = 1", name=op.f("ck_set_parts_one_is_one")
        ),
        *references("set_parts", set_id="sets", item_id="items"),
        sa.ForeignKeyConstraint(
            ["unit_id", "item_id"],
            ["units.id", "units.item_id"],
            name=op.f("fk_set_parts_unit_id_item_id"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_set_parts")),
        sa.UniqueConstraint("set_id", "item_id", name=op.f("uq_set_parts_set_id_item_id")),
    )
    for column in ("item_id", "unit_id"):
        op.create_index(op.f(f"ix_set_parts_{column}"), "set_parts", [column])


def references(table, **tables):
    """A foreign key for each of these columns of a table."""
    return [
        sa.ForeignKeyConstraint(
            [column], [f"{other}.id"], name=op.f(f"fk_{table}_{column}")
        )
        for column, other in tables.items()
    ]


def in_byte_order(length):
    is_postgresql = op.get_bind().dialect.name == "postgresql"
    return sa.String(length, collation="C" if is_postgresql else None)


def downgrade():
    op.drop_table("set_parts")
    op.drop_table("sets")
