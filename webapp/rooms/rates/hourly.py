"""What an hour in a room costs somebody before they choose a time: the room's own price, or the rates they have."""

from datetime import datetime, time, timedelta

from webapp.core import money
from webapp.school import calendar, settings

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
    walls = [
        datetime.combine(on, time.fromisoformat(at))
        for at in sorted(_times_of_change(known))
        for on in week
    ]
    return list(dict.fromkeys(rate_at(known, wall) for wall in walls))


def describe(tariff: Tariff, room: Room, whom: str = "", unit: str = " an hour") -> str:
    """In few words: "€10.00 an hour", or where it is another for them "From €6.50 an hour for you"."""
    prices = {_price(rate, room) for rate in rates(tariff, room)}
    words = _words(min(prices), unit)
    if prices == {room.hourly_rate_minor}:
        return words
    if len(prices) > 1:
        words = f"From {words}" if min(prices) else f"{words} at times"
    return f"{words} for {whom}" if whom else words


def when(tariff: Tariff, room: Room) -> str:
    """Each of their prices with its time, where there are several; otherwise nothing."""
    holding = rates(tariff, room)
    if len({_price(rate, room) for rate in holding}) == 1:
        return ""
    words = [
        f"{_words(rate.rate_minor, ' an hour')} {_time(rate)}"
        for rate in holding
        if rate and _time(rate)
    ]
    always = [rate for rate in holding if not rate or not _time(rate)]
    if always:
        price = _words(_price(always[0], room), " an hour").lower()
        words.append(f"otherwise {price}")
    return "; ".join(words)


def _times_of_change(rates: list[RoomRate]) -> set[str]:
    """When the school opens, and when in its hours another of these rates may begin to hold."""
    opens, closes = settings.get("opens"), settings.get("closes")
    edges = {at for rate in rates for at in (rate.from_time, rate.until_time) if at}
    return {opens, *(at for at in edges if opens < at < closes)}


def _price(rate: RoomRate | None, room: Room) -> int:
    return rate.rate_minor if rate else room.hourly_rate_minor


def _words(minor: int, unit: str) -> str:
    """A price for some unit of time."""
    return f"{money.formatted(minor, settings.currency())}{unit}" if minor else "Free"


def _time(rate: RoomRate) -> str:
    """On which days and at which times it holds; empty where that is always."""
    days = ", ".join(day.title() for day in scopes.weekdays(rate.weekdays))
    clock = [
        f"from {rate.from_time}" if rate.from_time else "",
        f"until {rate.until_time}" if rate.until_time else "",
    ]
    return " ".join(filter(None, [days, *clock]))
