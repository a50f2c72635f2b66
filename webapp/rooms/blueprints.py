"""Every door to the rooms."""

from . import api, pages
from .approvals import api as approvals_api
from .approvals import pages as approvals_pages
from .attendance import door_pages
from .attendance import pages as attendance_pages
from .closures import api as closures_api
from .closures import pages as closures_pages
from .feeds import api as feeds_api
from .feeds import pages as feeds_pages
from .payments import api as payments_api
from .payments import pages as payments_pages
from .rates import api as rates_api
from .rates import pages as rates_pages
from .reservations import change_api, change_pages
from .rules import api as rules_api
from .rules import pages as rules_pages
from .series import api as series_api
from .series import pages as series_pages
from .times import taken_pages, view_pages
from .waits import api as waits_api
from .waits import pages as waits_pages

PAGES = (
    *(pages, view_pages, taken_pages, change_pages, rules_pages, feeds_pages, rates_pages, payments_pages),
    *(approvals_pages, closures_pages, attendance_pages, door_pages, waits_pages, series_pages),
)
PROGRAMS = (
    *(api, change_api, approvals_api, closures_api, rules_api),
    *(feeds_api, rates_api, payments_api, waits_api, series_api),
)
ALL = (*(module.bp for module in (*PAGES, *PROGRAMS)), attendance_pages.api, door_pages.api)
