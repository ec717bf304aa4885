"""Real people's phone numbers in free text are noticed; what only looks like one is not."""

from __future__ import annotations

import subprocess
import sys

import pytest
from phonenumbers import PhoneNumberFormat, PhoneNumberType, example_number_for_type, format_number

from pia.catalogue import load
from pia.interview.numbers import DOUBT, doubt, holds_number

# The examples of libphonenumber, and exchange 555 beyond the hundred numbers kept for fiction: valid, and no one's.
PERSONAL = [
    "+44 7400 123456",
    "Ask Kim, +44 7400 123456, before noon",
    "07400 123456",
    "07400123456",
    "(201) 555-0523",
    "201-555-0523",
    "+1 201 555 0523",
    "+33 6 12 34 56 78",
    "06 12 34 56 78",
    "+49 1512 3456789",
    "01512 3456789",
    "+86 131 2345 6789",
    "tel:+4474001234567 or +447400123456",
]

FALSE_FRIENDS = [
    "Regulation (EU) 2016/679",
    "Directive 2002/58/EC and 2009/136/EC",
    "47 CFR 64.1200(a)(1)",
    "64.1200",
    "EUR 20,000,000",
    "20 000 000 EUR",
    "1,000,000,000",
    "order 4711-0815-1234",
    "ticket 0012345678",
    "SKU 0123456789",
    "2026-03-31 12:00:00",
    "31.03.2026",
    "ISO/IEC 27001:2022",
    "192.168.100.200",
    "978-3-16-148410-0",
    "4111 1111 1111 1111",
    "GB29NWBK60161331926819",
    "12345678901234",
    "116 123",
    "0800 123 4567",
    "+800 1234 5678",
]

FICTION = [
    "+44 7700 900123",
    "07700 900123",
    "020 7946 0958",
    "01632 960123",
    "0117 496 0123",
    "+1 212 555 0123",
    "(212) 555-0123",
    "0491 570 006",
    "06 39 98 12 34",
]


@pytest.mark.parametrize("text", PERSONAL)
def test_a_personal_number_is_noticed(text: str) -> None:
    """With a country code, or written as one is at home."""
    assert holds_number(text)
    assert doubt(text) == DOUBT


@pytest.mark.parametrize("text", FALSE_FRIENDS + FICTION)
def test_what_is_no_persons_number_is_left_alone(text: str) -> None:
    """Law, money, dates, orders, short codes, service numbers, and numbers kept for fiction."""
    assert not holds_number(text)
    assert not holds_number(f"See {text}, as agreed.")
    assert doubt(text) is None


MOBILES = [("kr", "KR"), ("sg", "SG"), ("cn", "CN"), ("pt", "PT"), ("dk", "DK"), ("uk", "GB"), ("az", "AZ")]


@pytest.mark.parametrize(("place", "region"), MOBILES)
def test_a_number_of_the_plans_own_countries_is_noticed(place: str, region: str) -> None:
    """The library's example of a mobile phone, as it is written at home; bare digits may be anything."""
    number = example_number_for_type(region, PhoneNumberType.MOBILE)
    assert number is not None
    at_home = format_number(number, PhoneNumberFormat.NATIONAL)
    assert holds_number(f"Ask Kim, {at_home}, before noon", ["eu", place, "elsewhere"])


def test_some_are_noticed_only_where_the_people_are() -> None:
    """Eight digits without a zero before them are a number in Singapore, and anything elsewhere."""
    assert not holds_number("8123 4567")
    assert not holds_number("8123 4567", ["kr"])
    assert holds_number("8123 4567", ["sg"])


@pytest.mark.parametrize("text", FALSE_FRIENDS + FICTION)
def test_more_countries_raise_no_false_alarm(text: str) -> None:
    """Whatever countries a plan names."""
    assert not holds_number(f"See {text}, as agreed.", load().places)


def test_values_that_are_no_text_are_left_alone() -> None:
    """Choices and counts are not read."""
    assert doubt(447400123456) is None
    assert doubt(("+447400123456",)) is None


def test_the_library_is_loaded_only_for_many_digits() -> None:
    """A text without a run of seven digits costs nothing."""
    code = (
        "import sys; from pia.interview.numbers import holds_number\n"
        "assert not holds_number('Regulation 2016/679, 31 May 2026, 64.1200')\n"
        "assert 'phonenumbers' not in sys.modules\n"
        "assert holds_number('+44 7400 123456') and 'phonenumbers' in sys.modules"
    )
    subprocess.run([sys.executable, "-c", code], check=True)
