"""Notices a real person's phone number in free text, where it does not belong. Pure: nothing is sent or looked up."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import TYPE_CHECKING

from pia.model import Value

if TYPE_CHECKING:
    from phonenumbers import PhoneNumber

DOUBT = "This looks like a real person's phone number, which does not belong in an assessment."

_ENOUGH = re.compile(r"(?:\d[\s().\-]{0,2}){7,}")
"""Seven digits that stand close together; without them, the library (25 ms) is not loaded."""

_NATIONAL = re.compile(r"(?<![\w/.,-])(?:\(0\d{1,5}\)|0\d{1,5})[ .-]?\d[\d .-]{4,13}\d(?![\w/])")
"""How numbers are written inside most countries: a leading zero, then digits."""

_AMERICAN = re.compile(r"(?<![\w/.,-])(?:\(\d{3}\) ?|\d{3}[-. ])\d{3}[-. ]\d{4}(?![\w/-])")

_REGIONS = ("GB", "DE", "FR", "IT", "ES", "NL", "PL", "AU", "NZ", "IN", "BR", "ZA", "CN", "AZ")
"""Where a number without a country code is looked for: countries in which most of them begin with a zero."""

_THOUSANDS = re.compile(r"\d{1,2}(?: \d{3})+")
"""An amount, written in thousands; some countries write phone numbers so, but then begin with three digits."""

_OTHERWISE = {"uk": "GB"}
"""Places that the library calls by another name."""

_FICTION = re.compile(
    r"1\d{3}55501\d\d"  # NANPA: 555-0100 to 555-0199 in every area
    r"|44(7700900|2079460|1632960|8081570|9098790|3069990|1914980|2920180|289649)\d+"  # Ofcom
    r"|441(1[3-8]|[2-6]1)4960\d+"  # Ofcom
    r"|61(491570|[2378](5550|7010))\d+"  # ACMA
    r"|33(19900|26191|35301|46571|53649|63998)\d{4}"  # ARCEP
)
"""Digits, with country code, that regulators keep for plays and examples."""


def doubt(value: Value, places: Iterable[str] = ()) -> str | None:
    """The sentence to show when a text seems to hold someone's number; None when it does not.

    ``places``: where the people of the plan are, as the catalogue calls them.
    """
    return DOUBT if isinstance(value, str) and holds_number(value, places) else None


def holds_number(text: str, places: Iterable[str] = ()) -> bool:
    """Whether the text seems to hold the phone number of a person.

    Numbers with a country code are judged by their own numbering plan; others must be written as phone numbers are and
    exist in a country where most begin with a zero, or be a mobile phone's of one of the ``places``, written as they
    are at home there. Numbers kept for fiction, toll-free and service numbers are not a person's.
    """
    if not _ENOUGH.search(text):
        return False
    import phonenumbers

    for match in phonenumbers.PhoneNumberMatcher(text, None):
        if _personal(match.number):
            return True
    if any(_mobile_at_home(text, region) for region in _regions(places)):
        return True
    american = [(found[0], ("US",)) for found in _AMERICAN.finditer(text)]
    national = [(found[0], _REGIONS) for found in _NATIONAL.finditer(text)]
    return any(_valid_in(written, regions) for written, regions in american + national)


def _regions(places: Iterable[str]) -> set[str]:
    """The countries of the places, as the library calls them (ISO 3166); none for a group of countries."""
    from phonenumbers import SUPPORTED_REGIONS

    return {_OTHERWISE.get(place, place[:2].upper()) for place in places} & SUPPORTED_REGIONS


def _mobile_at_home(text: str, region: str) -> bool:
    """Whether the text holds a mobile phone's number of this country, in the groups it is written in there."""
    from phonenumbers import Leniency, PhoneNumberMatcher, PhoneNumberType, number_type

    return any(
        number_type(match.number) == PhoneNumberType.MOBILE
        and not match.raw_string.isdecimal()
        and not _THOUSANDS.fullmatch(match.raw_string)
        and _valid_in(match.raw_string, (region, *(_REGIONS if match.raw_string.startswith("0") else ())))
        for match in PhoneNumberMatcher(text, region, leniency=Leniency.STRICT_GROUPING)
    )


def _valid_in(written: str, regions: tuple[str, ...]) -> bool:
    """Whether it is a person's number in one of the regions, and one for services or for fiction in none.

    A run of digits without a gap may as well be a part number, unless it could be a mobile phone's.
    """
    import phonenumbers
    from phonenumbers import PhoneNumberType

    numbers = []
    for region in regions:
        try:
            number = phonenumbers.parse(written, region)
        except phonenumbers.NumberParseException:
            continue
        if phonenumbers.is_valid_number_for_region(number, region) or _is_fiction(number):
            numbers.append(number)
    mobile = any(phonenumbers.number_type(number) == PhoneNumberType.MOBILE for number in numbers)
    return bool(numbers) and all(map(_personal, numbers)) and (mobile or not written.isdecimal())


def _personal(number: PhoneNumber) -> bool:
    from phonenumbers import PhoneNumberType, number_type

    impersonal = {
        PhoneNumberType.TOLL_FREE,
        PhoneNumberType.PREMIUM_RATE,
        PhoneNumberType.SHARED_COST,
        PhoneNumberType.UAN,
        PhoneNumberType.VOICEMAIL,
    }
    return not _is_fiction(number) and number_type(number) not in impersonal


def _is_fiction(number: PhoneNumber) -> bool:
    return bool(_FICTION.fullmatch(f"{number.country_code}{number.national_number}"))
