"""Amounts of money as whole minor units, so that no amount ever touches a float."""

from decimal import ROUND_HALF_UP, Decimal

from . import numbers
from .words import ENGLISH, _, language, ngettext

CODES = (
    "AED AFN ALL AMD AOA ARS AUD AWG AZN BAM BBD BDT BHD BIF BMD BND BOB BRL BSD BTN BWP BYN BZD CAD CDF CHF CLP CNY "
    "COP CRC CUP CVE CZK DJF DKK DOP DZD EGP ERN ETB EUR FJD FKP GBP GEL GHS GIP GMD GNF GTQ GYD HKD HNL HTG HUF IDR "
    "ILS INR IQD IRR ISK JMD JOD JPY KES KGS KHR KMF KPW KRW KWD KYD KZT LAK LBP LKR LRD LSL LYD MAD MDL MGA MKD MMK "
    "MNT MOP MRU MUR MVR MWK MXN MYR MZN NAD NGN NIO NOK NPR NZD OMR PAB PEN PGK PHP PKR PLN PYG QAR RON RSD RUB RWF "
    "SAR SBD SCR SDG SEK SGD SHP SLE SOS SRD SSP STN SVC SYP SZL THB TJS TMT TND TOP TRY TTD TWD TZS UAH UGX USD UYU "
    "UZS VED VES VND VUV WST XAF XCD XOF XPF YER ZAR ZMW"
)  # ISO 4217, those people pay with
CURRENCIES = frozenset(CODES.split())
NONE, THREE = (
    "BIF CLP DJF GNF ISK JPY KMF KRW PYG RWF UGX VND VUV XAF XOF XPF",
    "BHD IQD JOD KWD LYD OMR TND",
)
EXPONENTS = dict.fromkeys(NONE.split(), 0) | dict.fromkeys(
    THREE.split(), 3
)  # all others: 2
MOST = 2**31 - 1  # minor units, in a column
SIGNS = {"EUR": "€", "GBP": "£", "USD": "$", "JPY": "¥"}
SIGN_FIRST = {
    "nl",
    "pt",
}  # as in English, but apart from the amount; other languages have it last
NO_BREAK = "\u00a0"


def exponent(currency: str) -> int:
    """How many digits the currency has after the point."""
    return EXPONENTS.get(currency, 2)


def shown(minor: int, currency: str) -> str:
    """Minor units as a decimal string: 1000 in EUR is "10.00"."""
    return str(Decimal(minor).scaleb(-exponent(currency)))


def formatted(minor: int, currency: str) -> str:
    """Minor units as people read them: 135000 in EUR is "€1,350.00", in German "1.350,00 €", as CLDR has it."""
    amount = numbers.written(shown(minor, currency), language())
    sign, spoken = SIGNS.get(currency), language().partition("-")[0]
    if spoken == ENGLISH:
        return f"{sign or currency + ' '}{amount}"
    parts = (sign or currency, amount)
    return NO_BREAK.join(parts if spoken in SIGN_FIRST else reversed(parts))


def minor(amount: Decimal, currency: str) -> int:
    """A decimal amount in minor units; ValueError if it is finer than the currency has, or too much for a column."""
    units = amount.scaleb(exponent(currency))
    if units != units.to_integral_value():
        places = exponent(currency)
        raise ValueError(
            ngettext(
                "%(currency)s has %(num)s decimal place",
                "%(currency)s has %(num)s decimal places",
                places,
                currency=currency,
            )
        )
    if abs(units) > MOST:
        raise ValueError(_("Amount too large"))
    return int(units)


def rounded(amount: Decimal, currency: str) -> Decimal:
    """A decimal amount with as many digits as the currency has, half up, as calculated prices are to be kept."""
    return amount.quantize(Decimal(1).scaleb(-exponent(currency)), ROUND_HALF_UP)


def charge(rate_minor: int, minutes: int) -> int:
    """An hourly rate for some minutes, rounded once, half up: round_half_up(rate * minutes / 60)."""
    return (rate_minor * minutes * 2 + 60) // 120
