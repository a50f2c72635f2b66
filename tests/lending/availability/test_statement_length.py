"""The statement of the free days is short enough for psycopg to keep it in mind.

One of more than 4,096 characters is read anew each time it is sent; psycopg keeps none of those
(`MAX_CACHED_STATEMENT_LENGTH`). Half a year of an item's days then takes a tenth longer.
"""

from datetime import date

import pytest
from psycopg import _queries
from sqlalchemy.dialects.postgresql.psycopg import PGDialect_psycopg

from webapp.lending.availability import daily_sums

DAY = date(2026, 9, 1)
BOUND = {
    "item_ids": [1],
    "first": DAY,
    "until": DAY,
    "today": DAY,
    "except_basket_of": 0,
}


@pytest.mark.parametrize("due_day_is_free", [False, True])
def test_psycopg_keeps_it_in_mind(due_day_is_free):
    statement = daily_sums.BY_SETTING[due_day_is_free].params(BOUND)
    sent = statement.compile(
        dialect=PGDialect_psycopg(), compile_kwargs={"render_postcompile": True}
    )
    assert len(str(sent)) <= _queries.MAX_CACHED_STATEMENT_LENGTH
