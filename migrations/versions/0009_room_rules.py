"""room rules"""

import sqlalchemy as sa
from alembic import op

revision = "0009"
down_revision = "0008"
branch_labels = None
depends_on = None

NUMBERS = (
    "horizon_days", "horizon_hours", "min_notice_minutes", "min_minutes", "max_minutes", "gap_minutes",
    "rolling_minutes", "day_minutes", "week_minutes", "month_minutes", "core_minutes", "last_minute_hours",
)  # fmt: skip
CHECKS = {
    "role_known": "role IN ('student', 'teacher', 'desk', 'admin')",
    "purpose_known": "purpose IN ('practice', 'ensemble', 'lesson', 'exam', 'maintenance')",
    "one_room_or_a_group": "room_id IS NULL OR room_group_id IS NULL",
    "weekdays_some": "weekdays BETWEEN 1 AND 127",
    "band_runs_forward": "from_time < until_time",
    "dates_run_forward": "starts_on <= ends_on",
    "one_horizon": "horizon_days IS NULL OR horizon_hours IS NULL",
    "opens_with_days": "opens_at IS NULL OR horizon_days IS NOT NULL",
    "last_minute_whole": "(last_minute_hours IS NULL) = (last_minute_mode IS NULL)",
    "last_minute_known": "last_minute_mode IN ('always', 'only_when_exhausted')",
}


def upgrade():
    op.create_table(
        "room_rules",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(length=80), nullable=False),
        sa.Column("role", sa.String(length=20), nullable=True),
        sa.Column("group_id", sa.Integer(), nullable=True),
        sa.Column("room_group_id", sa.Integer(), nullable=True),
        sa.Column("room_id", sa.Integer(), nullable=True),
        sa.Column("purpose", sa.String(length=20), nullable=True),
        sa.Column("weekdays", sa.Integer(), nullable=False),
        *(
            sa.Column(name, sa.String(length=5), nullable=True)
            for name in ("from_time", "until_time", "opens_at")
        ),
        *(sa.Column(name, sa.Date(), nullable=True) for name in ("starts_on", "ends_on")),
        sa.Column("may_book", sa.Boolean(), nullable=True),
        *(sa.Column(name, sa.Integer(), nullable=True) for name in NUMBERS),
        sa.Column("last_minute_mode", sa.String(length=20), nullable=True),
        sa.Column("is_active", sa.Boolean(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        *(
            sa.CheckConstraint(rule, name=op.f(f"ck_room_rules_{name}"))
            for name, rule in CHECKS.items()
        ),
        sa.ForeignKeyConstraint(
            ["group_id"], ["groups.id"], name=op.f("fk_room_rules_group_id")
        ),
        sa.ForeignKeyConstraint(
            ["room_group_id"], ["room_groups.id"], name=op.f("fk_room_rules_room_group_id")
        ),
        sa.ForeignKeyConstraint(
            ["room_id"], ["rooms.id"], name=op.f("fk_room_rules_room_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_room_rules")),
        sa.UniqueConstraint("name", name=op.f("uq_room_rules_name")),
    )
    with op.batch_alter_table("reservations") as batch_op:
        batch_op.add_column(
            sa.Column(
                "last_minute", sa.Boolean(), nullable=False, server_default=sa.false()
            )
        )

    with op.batch_alter_table("reservations") as batch_op:
        batch_op.alter_column("last_minute", server_default=None)


def downgrade():
    with op.batch_alter_table("reservations") as batch_op:
        batch_op.drop_column("last_minute")

    op.drop_table("room_rules")
