"""Days as the test school's clock shows them, which around midnight are not those of the machine's."""

from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from webapp.school.settings import DEFAULTS


def ahead(days: int) -> date:
    return datetime.now(ZoneInfo(DEFAULTS["zone"])).date() + timedelta(days)
