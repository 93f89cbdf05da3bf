"""What a city's settings add to the texts of a language: names of levels and of its own questions."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from einlass.city import City, SeverityLevel, SurveyItem
from einlass.indicators import indicators

LEVELS = (1, 2, 3)  # of the Aachen model, as far as they count

Plain = Callable[..., str]  # the text of a key, with its values


def texts(city: City, language: str, plain: Plain) -> dict[str, str]:
    """Texts by key, finished: nothing in them is markup or waits for a value."""
    levels, items = _levels(city, language, plain), _items(city, language, plain)
    return dict((*levels, *_definitions(city, plain), *items))


def _levels(city: City, language: str, plain: Plain) -> Iterator[tuple[str, str]]:
    for level in LEVELS if city.severity.is_own else ():
        key = f"incidents.level.{level}"
        told = [_level(one, language, plain) for one in city.severity.standing_for(level)]
        yield key, " · ".join(told) if told else plain("incidents.level.unrecorded", level=level)


def _level(one: SeverityLevel, language: str, plain: Plain) -> str:
    """A level as the city calls it, with the kinds for which alone it stands there."""
    kinds = ", ".join(plain(f"incidents.kind.{kind}") for kind in one.kinds)
    name = one.names.get(language, "")
    return " ".join(filter(None, (one.code, name, f"({kinds})" if kinds else "")))


def _definitions(city: City, plain: Plain) -> Iterator[tuple[str, str]]:
    """What is counted as an incident, where a city records only from a level on."""
    first = min((one for one in city.severity.recorded if one in LEVELS), default=LEVELS[0])
    for code, one in indicators().items() if first > LEVELS[0] else ():
        if one.topic == "incidents":
            key = f"indicator.{code}.definition"
            yield key, f"{plain(key)} {plain('incidents.level.from', level=first)}"


def _items(city: City, language: str, plain: Plain) -> Iterator[tuple[str, str]]:
    for one in city.survey_items:
        name, wording, key = one.names[language], one.wordings[language], f"indicator.{one.indicator}"
        yield key, plain(f"own.item.{one.audience}", name=name)
        yield f"{key}.short", plain(f"own.item.{one.audience}.short", name=name)
        yield f"{key}.definition", plain("own.item.definition", wording=wording)
        yield f"{key}.numerator", plain("own.item.numerator")
        yield f"sentiment.question.{_question(one)}", name


def _question(one: SurveyItem) -> str:
    """The question as the page on sentiment calls it: one for both groups that are asked it."""
    return one.indicator.removesuffix(f"_{one.audience}")
