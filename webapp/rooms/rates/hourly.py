"""What an hour in a room costs somebody before they choose a time: the room's own price, or the rates they have."""

from collections.abc import Iterable
from datetime import datetime, time, timedelta

from webapp.core import dates, money
from webapp.core.words import _
from webapp.school import calendar, open_days, settings
from webapp.school.open_days import Hours
from webapp.school.recurring import WEEKDAYS

from .. import scopes
from ..models import Room, RoomRate
from .price_parts import rate_at
from .pricing import Tariff


def rates(tariff: Tariff, room: Room) -> list[RoomRate | None]:
    """Those that hold at some time of a week while the school is open; None is the room's own price."""
    known = tariff.here(room)
    if not known:
        return [None]
    week = [calendar.today() + timedelta(days=day) for day in range(7)]
    weekdays = open_days.now_decided().weekdays
    moments = sorted(
        (at, on)
        for on in week
        for at in _times_of_change(known, weekdays.get(on.weekday(), ()))
    )
    walls = [datetime.combine(on, time.fromisoformat(at)) for at, on in moments]
    return list(dict.fromkeys(rate_at(known, wall) for wall in walls))


def describe(tariff: Tariff, room: Room, whom: str = "", *, short: bool = False) -> str:
    """In few words: "€10.00 an hour", or where it is another for them "From €6.50 an hour for you"."""
    prices = {_price(rate, room) for rate in rates(tariff, room)}
    words = _words(min(prices), short=short)
    if prices == {room.hourly_rate_minor}:
        return words
    if len(prices) > 1:
        words = (
            _("From %(price)s", price=words)
            if min(prices)
            else _("%(price)s at times", price=words)
        )
    return _("%(price)s for %(whom)s", price=words, whom=whom) if whom else words


def when(tariff: Tariff, room: Room) -> str:
    """Each of their prices with its time, where there are several; otherwise nothing."""
    holding = rates(tariff, room)
    if len({_price(rate, room) for rate in holding}) == 1:
        return ""
    words = [
        f"{_words(rate.rate_minor)} {_time(rate)}"
        for rate in holding
        if rate and _time(rate)
    ]
    always = [rate for rate in holding if not rate or not _time(rate)]
    if always:
        minor = _price(always[0], room)
        words.append(
            _("otherwise %(price)s", price=_words(minor)) if minor else _("otherwise free")
        )
    return "; ".join(words)


def _times_of_change(rates: list[RoomRate], hours: Iterable[Hours]) -> set[str]:
    """When the school opens that day, and when in its hours another of these rates may begin to hold."""
    edges = {at for rate in rates for at in (rate.from_time, rate.until_time) if at}
    times = set()
    for span in hours:
        opens, closes = open_days.clock(span.starts), open_days.clock(span.ends)
        times |= {opens, *(at for at in edges if opens < at < closes)}
    return times


def _price(rate: RoomRate | None, room: Room) -> int:
    return rate.rate_minor if rate else room.hourly_rate_minor


def _words(minor: int, *, short: bool = False) -> str:
    """A price of an hour."""
    if not minor:
        return _("Free")
    price = money.formatted(minor, settings.currency())
    return _("%(price)s/h", price=price) if short else _("%(price)s an hour", price=price)


def _time(rate: RoomRate) -> str:
    """On which days and at which times it holds; empty where that is always."""
    clock = [
        _("from %(time)s", time=rate.from_time) if rate.from_time else "",
        _("until %(time)s", time=rate.until_time) if rate.until_time else "",
    ]
    return " ".join(filter(None, [days(rate), *clock]))


def days(rate: RoomRate) -> str:
    """The weekdays on which it holds, "Mon, Wed"; empty where those are all."""
    named = scopes.weekdays(rate.weekdays)
    return ", ".join(str(dates.SHORT_WEEKDAYS[WEEKDAYS.index(day)]) for day in named)
