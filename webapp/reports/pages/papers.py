"""Reports to print: what is out, by person or as one list."""

from flask import request, url_for
from werkzeug.wrappers import Response

from webapp.core import downloads, paging
from webapp.core.doors import actor, page, signed_in
from webapp.core.forms import read_query
from webapp.lending.lists import demand
from webapp.people import groups
from webapp.school import calendar, settings
from webapp.stock import locations
from webapp.stock.items import categories

from .. import most_lent, value_list, whats_out
from ..schemas import LentFilter, OutFilter, OutQuery, ValueFilter
from .blueprint import bp

PAGE = 50


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


@bp.get("/reports/values", endpoint="value_list")
@signed_in
def value_list_page() -> Response:
    query = read_query(ValueFilter)
    filters = query.model_dump(exclude_defaults=True)
    found = value_list.of(actor(), **filters)
    return page(
        "reports/value_list",
        found=found,
        shown=found.things[: value_list.MOST],
        filters=filters,
        query=query,
        is_search=not filters.keys() & {"set", "request", "group"},
        categories=categories.names(),
        locations=locations.names(actor()),
        today=calendar.today(),
        school=settings.get("name"),
    )


downloads.on_page(bp, "/reports/values", "value_list", value_list.table, ValueFilter)


@bp.get("/reports/lent", endpoint="most_lent")
@signed_in
def most_lent_page() -> Response:
    query = read_query(LentFilter)
    filters = query.model_dump(exclude_defaults=True)
    after = paging.place(request.args.get("after"), int, int, str, int)
    part = _lent(query, after)
    return page(
        "reports/most_lent",
        items=part.rows,
        sums=[] if after else most_lent.families(actor(), query.since, query.until),
        days=demand.period(query.since, query.until),
        filters=filters,
        names=most_lent,
        today=calendar.today(),
        school=settings.get("name"),
        older=part.after and url_for(".most_lent", **filters, after=part.after),
        newer=after and url_for(".most_lent", **filters),
    )


def _lent(query: LentFilter, after: demand.Place | None) -> paging.Part[demand.Lent]:
    rows = demand.listed(actor(), after=after, limit=PAGE + 1, **query.model_dump())
    return paging.cut(rows, PAGE, lambda each: each.place)


downloads.on_page(bp, "/reports/lent", "most_lent", most_lent.table, LentFilter)
