"""Reports to print: what is out, by person or as one list."""

from werkzeug.wrappers import Response

from webapp.core import downloads
from webapp.core.doors import actor, page, signed_in
from webapp.core.forms import read_query
from webapp.people import groups
from webapp.school import calendar, settings

from .. import whats_out
from ..schemas import OutFilter, OutQuery
from .blueprint import bp


@bp.get("/reports/out", endpoint="whats_out")
@signed_in
def what_is_out() -> Response:
    query = read_query(OutQuery)
    filters = query.model_dump(exclude={"layout"}, exclude_none=True)
    found = whats_out.of(actor(), **filters)
    is_staff = actor().is_staff
    return page(
        "reports/whats_out",
        found=found,
        filters=filters,
        layout=query.layout,
        groups=groups.all_groups(actor()) if is_staff else [],
        teachers=whats_out.teachers(actor()) if is_staff else [],
        today=calendar.today(),
        school=settings.get("name"),
    )


downloads.on_page(bp, "/reports/out", "whats_out", whats_out.table, OutFilter)
