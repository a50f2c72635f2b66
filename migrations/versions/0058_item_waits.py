"""the queue for items of which none is free, and loans that are offered from it"""

import sqlalchemy as sa
from alembic import op

from webapp.core.db import Instant

revision = "0058"
down_revision = "0057"
branch_labels = None
depends_on = None

STATUSES = ("waiting", "offered", "taken", "declined", "lapsed", "left")
OPEN = sa.text("status IN ('waiting', 'offered')")
OFFERED = sa.text("wait_id IS NOT NULL")
TO_COME = sa.text("status IN ('pending', 'approved')")
SUMMED = ["status", "expires_at", "quantity"]
SUMS = {
    "ix_checkouts_to_come_starts_on": ["item_id", "starts_on"],
    "ix_checkouts_to_come_due_on": ["item_id", "due_on", "starts_on"],
}


def upgrade():
    _create_waits()
    _create_events()
    with op.batch_alter_table("checkouts") as batch_op:
        batch_op.add_column(sa.Column("wait_id", sa.Integer(), nullable=True))
        batch_op.add_column(sa.Column("offered_until", Instant(), nullable=True))
        batch_op.create_foreign_key(
            op.f("fk_checkouts_wait_id_item_waits"), "item_waits", ["wait_id"], ["id"]
        )
    _create_sums([*SUMMED, "wait_id"])
    op.create_index(
        "ix_checkouts_wait_id",
        "checkouts",
        ["wait_id"],
        sqlite_where=OFFERED,
        postgresql_where=OFFERED,
    )


def _create_waits():
    op.create_table(
        "item_waits",
        sa.Column("item_id", sa.Integer(), nullable=False),
        sa.Column("item_name", sa.String(length=120), nullable=False),
        sa.Column("unit_id", sa.Integer(), nullable=True),
        sa.Column("student_id", sa.Integer(), nullable=False),
        sa.Column("student_name", sa.String(length=80), nullable=False),
        sa.Column("quantity", sa.Integer(), nullable=False),
        sa.Column("days", sa.Integer(), nullable=False),
        sa.Column("status", sa.String(length=20), nullable=False),
        sa.Column("rank", sa.Integer(), nullable=False),
        sa.Column("is_paused", sa.Boolean(), nullable=False),
        sa.Column("paused_until", sa.Date(), nullable=True),
        sa.Column("created_at", Instant(), nullable=False),
        sa.Column("offered_at", Instant(), nullable=True),
        sa.Column("ended_at", Instant(), nullable=True),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.CheckConstraint("quantity > 0", name=op.f("ck_item_waits_quantity_positive")),
        sa.CheckConstraint("days > 0", name=op.f("ck_item_waits_days_positive")),
        sa.CheckConstraint(
            "unit_id IS NULL OR quantity = 1", name=op.f("ck_item_waits_one_is_one")
        ),
        sa.CheckConstraint(
            "paused_until IS NULL OR is_paused", name=op.f("ck_item_waits_paused_until")
        ),
        sa.CheckConstraint(
            f"status IN ({', '.join(map(repr, STATUSES))})",
            name=op.f("ck_item_waits_status_known"),
        ),
        *_keys("item_waits", item_id="items", unit_id="units", student_id="users"),
    )
    for column in ("unit_id", "student_id"):
        op.create_index(op.f(f"ix_item_waits_{column}"), "item_waits", [column])
    columns = ["item_id", "status", "rank"]
    op.create_index("ix_item_waits_item_id_status_rank", "item_waits", columns)
    op.create_index(
        "uq_item_waits_open",
        "item_waits",
        ["item_id", "student_id"],
        unique=True,
        sqlite_where=OPEN,
        postgresql_where=OPEN,
    )


def _create_events():
    op.create_table(
        "item_wait_events",
        sa.Column("wait_id", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(length=20), nullable=False),
        sa.Column("facts", sa.JSON(), nullable=False),
        sa.Column("why", sa.String(length=500), nullable=False),
        sa.Column("by", sa.Integer(), nullable=False),
        sa.Column("at", Instant(), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        *_keys("item_wait_events", wait_id="item_waits", by="users"),
    )
    name = op.f("ix_item_wait_events_wait_id")
    op.create_index(name, "item_wait_events", ["wait_id"])


def _keys(table, **references):
    yield sa.PrimaryKeyConstraint("id", name=op.f(f"pk_{table}"))
    for column, other in references.items():
        name = op.f(f"fk_{table}_{column}_{other}")
        yield sa.ForeignKeyConstraint([column], [f"{other}.id"], name=name)


def _create_sums(summed):
    """The indexes by which what is taken from day to day is added up, with these columns too."""
    where = {"sqlite_where": TO_COME, "postgresql_where": TO_COME}
    for name, columns in SUMS.items():
        op.drop_index(name, table_name="checkouts")
        op.create_index(name, "checkouts", [*columns, *summed], **where)


def downgrade():
    """Loans are as they are now; the older version would read these decisions as approvals, so they go."""
    offers = "SELECT id FROM checkout_events WHERE kind IN ('offer', 'take')"
    op.execute(f"DELETE FROM checkout_events WHERE undoes IN ({offers})")
    op.execute("DELETE FROM checkout_events WHERE kind IN ('offer', 'take')")
    op.drop_index("ix_checkouts_wait_id", table_name="checkouts")
    _create_sums(SUMMED)
    with op.batch_alter_table("checkouts") as batch_op:
        batch_op.drop_constraint(
            op.f("fk_checkouts_wait_id_item_waits"), type_="foreignkey"
        )
        batch_op.drop_column("offered_until")
        batch_op.drop_column("wait_id")
    op.drop_table("item_wait_events")
    op.drop_table("item_waits")
