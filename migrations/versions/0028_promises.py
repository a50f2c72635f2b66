"""promises: approving sets nothing aside, loans begin on a day of their own, and what moves nothing is kept as events"""

import sqlalchemy as sa
from alembic import op

revision = "0028"
down_revision = "0027"
branch_labels = None
depends_on = None

PROMISED = "SELECT COUNT(*) FROM checkouts WHERE status = 'approved' AND aside_at IS NULL"
ASIDE = "SELECT COUNT(*) FROM units WHERE reserved > 0"


def upgrade():
    with op.batch_alter_table("checkouts") as batch_op:
        batch_op.add_column(sa.Column("asked_from", sa.Date(), nullable=True))
        batch_op.add_column(
            sa.Column("aside_at", sa.DateTime(timezone=True), nullable=True)
        )
    op.execute("UPDATE checkouts SET asked_from = starts_on")
    op.execute(  # until now approving set aside
        "UPDATE checkouts SET aside_at = COALESCE(ready_at, decided_at) WHERE status = 'approved'"
    )
    with op.batch_alter_table("checkouts") as batch_op:
        batch_op.alter_column("asked_from", existing_type=sa.Date(), nullable=False)
    create_events()


def create_events():
    references = {
        "checkout_id": "checkouts.id",
        "by": "users.id",
        "undoes": "checkout_events.id",
    }
    op.create_table(
        "checkout_events",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("checkout_id", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(length=20), nullable=False),
        sa.Column("before", sa.JSON(), nullable=False),
        sa.Column("after", sa.JSON(), nullable=False),
        sa.Column("why", sa.String(length=500), nullable=False),
        sa.Column("by", sa.Integer(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("undoes", sa.Integer(), nullable=True),
        *(
            sa.ForeignKeyConstraint(
                [column],
                [other],
                name=op.f(f"fk_checkout_events_{column}_{other.removesuffix('.id')}"),
            )
            for column, other in references.items()
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_checkout_events")),
        sa.UniqueConstraint("undoes", name=op.f("uq_checkout_events_undoes")),
    )
    op.create_index(
        op.f("ix_checkout_events_checkout_id"), "checkout_events", ["checkout_id"]
    )


def downgrade():
    check_nothing_is_lost()
    op.drop_table("checkout_events")
    with op.batch_alter_table("checkouts") as batch_op:
        batch_op.drop_column("aside_at")
        batch_op.drop_column("asked_from")


def check_nothing_is_lost():
    """The older version knows neither promises that hold nothing nor that a certain unit lies ready."""
    connection = op.get_bind()
    promised = connection.scalar(sa.text(PROMISED))
    if promised:
        raise RuntimeError(
            f"the older version cannot keep approved loans that are not set aside ({promised}):"
            " hand them out or cancel them first"
        )
    aside = connection.scalar(sa.text(ASIDE))
    if aside:
        raise RuntimeError(
            f"the older version cannot set certain units aside ({aside}):"
            " hand them out or cancel their loans first"
        )
