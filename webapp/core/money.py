"""Amounts of money as whole minor units, so that no amount ever touches a float."""

from decimal import Decimal

EXPONENTS = {"JPY": 0, "KRW": 0, "CLP": 0, "ISK": 0, "BHD": 3, "KWD": 3, "JOD": 3, "TND": 3}  # ISO 4217; all others: 2
MOST = 2**31 - 1  # minor units, in a column
SIGNS = {"EUR": "€", "GBP": "£", "USD": "$", "JPY": "¥"}


def exponent(currency: str) -> int:
    """How many digits the currency has after the point."""
    return EXPONENTS.get(currency, 2)


def shown(minor: int, currency: str) -> str:
    """Minor units as a decimal string: 1000 in EUR is "10.00"."""
    return str(Decimal(minor).scaleb(-exponent(currency)))


def told(minor: int, currency: str) -> str:
    """Minor units as people read them: 1000 in EUR is "€10.00"."""
    return f"{SIGNS.get(currency, currency + ' ')}{shown(minor, currency)}"


def minor(amount: Decimal, currency: str) -> int:
    """A decimal amount in minor units; ValueError if it is finer than the currency has, or too much for a column."""
    units = amount.scaleb(exponent(currency))
    if units != units.to_integral_value():
        raise ValueError(f"{currency} has {exponent(currency)} digits after the point")
    if abs(units) > MOST:
        raise ValueError("That is more than can be counted here")
    return int(units)


def charge(rate_minor: int, minutes: int) -> int:
    """An hourly rate for some minutes, rounded once, half up: round_half_up(rate * minutes / 60)."""
    return (rate_minor * minutes * 2 + 60) // 120
