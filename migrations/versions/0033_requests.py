"""requests: a header above the loans that were asked for at once, and what was asked for beside what was approved"""

import sqlalchemy as sa
from alembic import op

revision = "0033"
down_revision = "0032"
branch_labels = None
depends_on = None


def upgrade():
    create_requests()
    with op.batch_alter_table("checkouts") as batch_op:
        batch_op.add_column(sa.Column("request_id", sa.Integer(), nullable=True))
        batch_op.add_column(sa.Column("asked_item_id", sa.Integer(), nullable=True))
        batch_op.add_column(sa.Column("asked_quantity", sa.Integer(), nullable=True))
    give_each_loan_its_own()
    with op.batch_alter_table("checkouts") as batch_op:
        for column in ("request_id", "asked_item_id", "asked_quantity"):
            batch_op.alter_column(column, existing_type=sa.Integer(), nullable=False)
        batch_op.create_foreign_key(
            op.f("fk_checkouts_request_id_requests"), "requests", ["request_id"], ["id"]
        )
        batch_op.create_foreign_key(
            op.f("fk_checkouts_asked_item_id_items"), "items", ["asked_item_id"], ["id"]
        )
        batch_op.create_index(op.f("ix_checkouts_request_id"), ["request_id"])


def create_requests():
    op.create_table(
        "requests",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("student_id", sa.Integer(), nullable=False),
        sa.Column("student_name", sa.String(length=80), nullable=False),
        sa.Column("asked_by", sa.Integer(), nullable=False),
        sa.Column("purpose", sa.String(length=2000), nullable=False),
        sa.Column("starts_on", sa.Date(), nullable=False),
        sa.Column("due_on", sa.Date(), nullable=False),
        sa.Column("sent_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.CheckConstraint(
            "due_on >= starts_on", name=op.f("ck_requests_ends_after_start")
        ),
        sa.ForeignKeyConstraint(
            ["student_id"], ["users.id"], name=op.f("fk_requests_student_id_users")
        ),
        sa.ForeignKeyConstraint(
            ["asked_by"], ["users.id"], name=op.f("fk_requests_asked_by_users")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_requests")),
    )
    op.create_index(op.f("ix_requests_student_id"), "requests", ["student_id"])


def give_each_loan_its_own():
    """A request for each loan there is, under the loan's number; who wrote it down was not kept."""
    op.execute(
        "INSERT INTO requests (id, student_id, student_name, asked_by, purpose, starts_on, due_on, sent_at, version)"
        " SELECT id, student_id, student_name, student_id, notes, asked_from, asked_until, requested_at, 1"
        " FROM checkouts"
    )
    if op.get_bind().dialect.name == "postgresql":
        op.execute(
            "SELECT setval(pg_get_serial_sequence('requests', 'id'), COALESCE(MAX(id), 1), MAX(id) IS NOT NULL)"
            " FROM requests"
        )
    op.execute(
        "UPDATE checkouts SET request_id = id, asked_item_id = item_id, asked_quantity = quantity"
    )


def downgrade():
    with op.batch_alter_table("checkouts") as batch_op:
        batch_op.drop_index(op.f("ix_checkouts_request_id"))
        batch_op.drop_constraint(
            op.f("fk_checkouts_request_id_requests"), type_="foreignkey"
        )
        batch_op.drop_constraint(
            op.f("fk_checkouts_asked_item_id_items"), type_="foreignkey"
        )
        for column in ("request_id", "asked_item_id", "asked_quantity"):
            batch_op.drop_column(column)
    op.drop_table("requests")
