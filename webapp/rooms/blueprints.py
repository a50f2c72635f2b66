"""Every door to the rooms."""

from . import (
    api,
    change_api,
    change_pages,
    feed_api,
    feed_pages,
    pages,
    payment_api,
    payment_pages,
    rate_api,
    rate_pages,
    rule_api,
    rule_pages,
    view_pages,
)

PAGES = pages, view_pages, change_pages, rule_pages, feed_pages, rate_pages, payment_pages
PROGRAMS = api, change_api, rule_api, feed_api, rate_api, payment_api
ALL = tuple(module.bp for module in (*PAGES, *PROGRAMS))
