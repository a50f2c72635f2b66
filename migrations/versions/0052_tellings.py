"""what was told about which loan, in which e-mail"""

from datetime import date

import sqlalchemy as sa
from alembic import op

revision = "0052"
down_revision = "0051"
branch_labels = None
depends_on = None


def upgrade():
    tellings = op.create_table(
        "loan_tellings",
        sa.Column("checkout_id", sa.Integer(), nullable=False),
        sa.Column("letter_id", sa.Integer(), nullable=False),
        sa.Column("reader", sa.String(length=20), nullable=False),
        sa.Column("due_on", sa.Date(), nullable=False),
        sa.Column("days", sa.Integer(), nullable=False),
        sa.Column("by", sa.Integer(), nullable=True),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.CheckConstraint("days >= 0", name=op.f("ck_loan_tellings_days_not_negative")),
        sa.CheckConstraint(
            "reader IN ('borrower', 'teacher', 'guardian', 'office')",
            name=op.f("ck_loan_tellings_reader_known"),
        ),
        sa.ForeignKeyConstraint(
            ["by"], ["users.id"], name=op.f("fk_loan_tellings_by_users")
        ),
        sa.ForeignKeyConstraint(
            ["checkout_id"],
            ["checkouts.id"],
            name=op.f("fk_loan_tellings_checkout_id_checkouts"),
        ),
        sa.ForeignKeyConstraint(
            ["letter_id"], ["letters.id"], name=op.f("fk_loan_tellings_letter_id_letters")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_loan_tellings")),
        sa.UniqueConstraint(
            "letter_id",
            "checkout_id",
            "reader",
            name=op.f("uq_loan_tellings_letter_id_checkout_id_reader"),
        ),
    )
    op.create_index(op.f("ix_loan_tellings_checkout_id"), "loan_tellings", ["checkout_id"])
    told = [*_told_until_now(op.get_bind())]
    if told:
        op.bulk_insert(tellings, told)


def _told_until_now(connection):
    """The reminders of before: each was of one loan, and its step said the day it was due and how late that was."""
    letters = connection.execute(
        sa.text(
            "SELECT letters.id, subject_id, step FROM letters"
            " JOIN checkouts ON checkouts.id = subject_id"
            " WHERE subject_type = 'checkout' AND kind IN ('due_soon', 'overdue')"
        )
    )
    for letter_id, checkout_id, step in letters:
        _kind, day, days = step.split(":")
        yield {
            "checkout_id": checkout_id,
            "letter_id": letter_id,
            "reader": "borrower",
            "due_on": date.fromisoformat(day),
            "days": int(days),
            "by": None,
        }


def downgrade():
    op.drop_table("loan_tellings")
