"""Every door to the rooms."""

from . import (
    api,
    approval_api,
    approval_pages,
    change_api,
    change_pages,
    check_in_pages,
    closure_api,
    closure_pages,
    door_pages,
    feed_api,
    feed_pages,
    pages,
    payment_api,
    payment_pages,
    rate_api,
    rate_pages,
    rule_api,
    rule_pages,
    series_api,
    series_pages,
    view_pages,
    wait_api,
    wait_pages,
)

PAGES = (
    *(pages, view_pages, change_pages, rule_pages, feed_pages),
    *(rate_pages, payment_pages, approval_pages, closure_pages, check_in_pages, door_pages, wait_pages, series_pages),
)
PROGRAMS = api, change_api, approval_api, closure_api, rule_api, feed_api, rate_api, payment_api, wait_api, series_api
ALL = (*(module.bp for module in (*PAGES, *PROGRAMS)), check_in_pages.api, door_pages.api)
