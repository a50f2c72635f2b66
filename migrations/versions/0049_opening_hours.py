"""opening hours by weekday, closed days and terms; they replace two settings"""

import sqlalchemy as sa
from alembic import op

revision = "0049"
down_revision = "0048"
branch_labels = None
depends_on = None
OPENS, CLOSES = "08:00", "22:00"  # what held where nothing was decided
SETTINGS = sa.table(
    "settings", sa.column("name", sa.String()), sa.column("value", sa.JSON())
)


def upgrade():
    op.create_table(
        "opening_hours",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("weekday", sa.Integer(), nullable=False),
        sa.Column("from_minute", sa.Integer(), nullable=False),
        sa.Column("until_minute", sa.Integer(), nullable=False),
        sa.CheckConstraint(
            "weekday BETWEEN 0 AND 6", name=op.f("ck_opening_hours_weekday_known")
        ),
        sa.CheckConstraint(
            "from_minute >= 0 AND from_minute < until_minute AND until_minute <= 1440",
            name=op.f("ck_opening_hours_runs_forward_within_a_day"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_opening_hours")),
        sa.UniqueConstraint(
            "weekday", "from_minute", name=op.f("uq_opening_hours_weekday_from_minute")
        ),
    )
    op.create_table(
        "closed_days",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(length=80), nullable=False),
        sa.Column("starts_on", sa.Date(), nullable=False),
        sa.Column("ends_on", sa.Date(), nullable=False),
        sa.Column("yearly", sa.Boolean(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.CheckConstraint(
            "starts_on <= ends_on", name=op.f("ck_closed_days_runs_forward")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_closed_days")),
    )
    op.create_table(
        "terms",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(length=80), nullable=False),
        sa.Column("starts_on", sa.Date(), nullable=False),
        sa.Column("ends_on", sa.Date(), nullable=False),
        sa.Column("return_by", sa.Date(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.CheckConstraint("starts_on < ends_on", name=op.f("ck_terms_runs_forward")),
        sa.CheckConstraint(
            "return_by >= starts_on AND return_by <= ends_on",
            name=op.f("ck_terms_back_within_it"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_terms")),
    )
    _keep_hours()


def _keep_hours():
    """Open every day, as it was."""
    decided = dict(
        op.get_bind().execute(sa.select(SETTINGS.c.name, SETTINGS.c.value)).all()
    )
    opens = _minute(decided.get("opens", OPENS))
    closes = _minute(decided.get("closes", CLOSES))
    hours = sa.table(
        "opening_hours",
        sa.column("weekday", sa.Integer()),
        sa.column("from_minute", sa.Integer()),
        sa.column("until_minute", sa.Integer()),
    )
    rows = [
        {"weekday": day, "from_minute": opens, "until_minute": closes} for day in range(7)
    ]
    op.bulk_insert(hours, rows)
    op.execute(SETTINGS.delete().where(SETTINGS.c.name.in_(["opens", "closes"])))


def _minute(clock):
    return int(clock[:2]) * 60 + int(clock[3:])


def downgrade():
    """One time to open and one to close, as wide as any day; closed days and terms go, and no loan's day with them."""
    query = sa.text("SELECT min(from_minute), max(until_minute) FROM opening_hours")
    opens, closes = op.get_bind().execute(query).one()
    if opens is not None:
        op.bulk_insert(
            SETTINGS,
            [
                {"name": "opens", "value": _clock(opens)},
                {"name": "closes", "value": _clock(min(closes, 1439))},
            ],
        )
    for table in ("terms", "closed_days", "opening_hours"):
        op.drop_table(table)


def _clock(minute):
    return f"{minute // 60:02}:{minute % 60:02}"
