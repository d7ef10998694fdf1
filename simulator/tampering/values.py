"""Other values: how a number, a name, an address or a date is changed so that it is surely not the same."""

from collections.abc import Callable, Mapping
from datetime import date, timedelta
from random import Random

from ocr.values import IDENTIFIERS, ElementType
from simulator.numbers import lawful_neighbour, with_check_digit
from simulator.people import address, firm, institution, person

SIMILAR_SIGNS: Mapping[str, str] = {"0": "O", "1": "I", "5": "S", "8": "B", "2": "Z"}
_TRIES = 400
_OTHER_TEXT = "其他"


def digit_places(number: str) -> tuple[int, ...]:
    """Return where digits stand, the last sign left out, as it may be a check digit."""
    return tuple(place for place, sign in enumerate(number[:-1]) if sign.isdigit())


def with_digit(number: str, place: int, random: Random) -> str:
    """Return the number with another digit at a place."""
    other = (int(number[place]) + random.randrange(1, 10)) % 10
    return f"{number[:place]}{other}{number[place + 1 :]}"


def two_digits_off(number: str, random: Random) -> str | None:
    """Change two digits so that every check digit still holds; None when none is found."""
    places = digit_places(number)
    if len(places) < 2:
        return None
    for _ in range(_TRIES):
        one, other = random.sample(places, 2)
        changed = with_digit(with_digit(number, one, random), other, random)
        if with_check_digit(changed) == changed:
            return changed
    return None


def swapped(text: str, random: Random) -> str | None:
    """Swap two neighbours that differ; None when there are none."""
    places = [place for place in range(len(text) - 1) if text[place] != text[place + 1]]
    if not places:
        return None
    at = random.choice(places)
    return text[:at] + text[at + 1] + text[at] + text[at + 2 :]


def replaced(text: str, table: Mapping[str, str], random: Random) -> str | None:
    """Replace one character that a table knows; None when the text holds none."""
    places = [place for place, character in enumerate(text) if character in table]
    if not places:
        return None
    at = random.choice(places)
    return text[:at] + table[text[at]] + text[at + 1 :]


def day_off(day: str, days: int) -> str | None:
    """Return the day so many days later; None for 长期."""
    return None if day == "长期" else (date.fromisoformat(day) + timedelta(days=days)).isoformat()


def other_value(kind: ElementType, value: str, random: Random) -> str:
    """Return a lawful value of the same type that belongs to somebody or something else."""
    maker = _MAKERS.get(kind)
    if kind in IDENTIFIERS:
        return lawful_neighbour(value, random.randrange(1000))
    if maker is None:
        return _OTHER_TEXT if value != _OTHER_TEXT else value + _OTHER_TEXT
    found = value
    while found == value:
        found = maker(value, random)
    return found


def _name(value: str, random: Random) -> str:
    return person(f"tampered|{random.randrange(10**9)}").name


def _organisation(value: str, random: Random) -> str:
    seed = f"tampered|{random.randrange(10**9)}"
    return institution(seed).name if random.random() < 0.5 else firm(seed).name


def _date(value: str, random: Random) -> str:
    return day_off(value, -random.randrange(30, 900)) or "2019-03-04"


_MAKERS: Mapping[ElementType, Callable[[str, Random], str]] = {
    ElementType.NAME: _name,
    ElementType.ORGANISATION: _organisation,
    ElementType.ADDRESS: lambda value, random: address(random, shop=True) + "附楼",
    ElementType.DATE: _date,
    ElementType.BOOL: lambda value, random: "false" if value == "true" else "true",
}
