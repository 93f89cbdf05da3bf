"""The German that exports are written in, beside the declared headers: sums, units, weekdays, persons."""

from __future__ import annotations

import re

FOLDED = str.maketrans({"ä": "ae", "ö": "oe", "ü": "ue", "ß": "ss"})
SUM_ROW = (
    r"(?i)^(?:(?:zwischen|gesamt|end|teil)?summen?\b|gesamt\b|insgesamt\b|total\b|subtotal\b|grand total\b|Σ"
    r"|(?:zwischen|gesamt|end|teil)ergebnis\b|ergebnis[ :.]*$)"
)
# As pivot tables write it: the name of a group, then the word.
SUM_BEHIND = re.compile(r"(?i)^.{1,80}[ -](?:ergebnis|summe|gesamt)[ :.]*$")
# What a title calls the period of the report; any other period (of comparison, of storage, of a law) covers nothing.
PERIOD = re.compile(
    r"(?:^|[;|,.(–\n])\s*(?:(?:im|für den|der|den)\s+)?"
    r"(?P<own>(?:berichts?|auswertungs?|abrechnungs?|erfassungs?|erhebungs?|export|daten|melde|abfrage|betrachtungs"
    r"|beobachtungs|zähl|leistungs|einsatz)[- ]?)?zeitraum"
    r"(?:\s+(?:der\s+(?:daten|auswertung|erfassung|erhebung|abfrage|zählung)|des\s+(?:berichts|exports)))?"
    r"\s*[:=]?[\s;,|]*(?:vom|von|ab)?[\s;,|]*(?P<first>[\d.-]{6,10})(?:[\s;,|]*(?:bis(?:\s+(?:zum|einschließlich))?|–|-)|;)"
    r"[\s;,|]*(?P<last>[\d.-]{6,10})(?!\S*\d)",
    re.IGNORECASE,
)
OTHER_PERIOD = re.compile(
    r"vergleich|vorjahr|vormonat|vorperiode|vorher|aufbewahr|speicher|lösch|archiv|gesetz|frist|§|\bg(?:ilt|elten|ültig)"
    r"|vertrag|laufzeit|referenz|basis|plan|prognose|rückblick",
    re.IGNORECASE,
)
UNIT_ROW = re.compile(  # a cell of a line of units below the header
    r"(?:[(\[].*[)\]]|anzahl|stück|stk\.?|min\.?|minuten|stunden|std\.?|h|sek\.?|sekunden|eur|euro|€|cent|ct|datum|tag"
    r"|tt\.mm\.jjjj|text|code|kennung|id|nr\.?|%|zahl|personen|hh:mm|uhrzeit|j/n|ja/nein)?",
    re.IGNORECASE,
)
# Units as they stand in brackets: without case, spaces, dots and umlauts.
UNIT_WORDS = {
    **dict.fromkeys(("s", "sec", "sek", "sekunde", "sekunden"), "s"),
    **dict.fromkeys(("min", "minute", "minuten", "mins"), "min"),
    **dict.fromkeys(("h", "std", "stunde", "stunden", "hrs", "dezimalstunden", "industriestunden"), "h"),
    **dict.fromkeys(("eur", "euro", "€", "eurnetto", "euronetto", "€netto"), "eur"),
    **dict.fromkeys(("ct", "cent", "eurocent", "cents", "ctnetto", "centnetto"), "cent"),
}
PER_HOUR = re.compile(r"(?:/|je|pro)(?:h|std|stunde)?|netto")
# Words in brackets that change nothing, by the kind of the column.
_OF_ANY = ("pflicht", "pflichtfeld", "optional", "text", "code", "codes", "kennung", "id", "nr", "nummer")
_OF_DAY = ("datum", "tag", "ttmmjjjj", "ttmmjj", "jjjjmmtt", "jjjj-mm-tt", "ddmmyyyy", "yyyy-mm-dd", "date")
_OF_CLOCK = ("uhrzeit", "uhr", "hh:mm", "hhmm", "zeit")
HARMLESS = {
    "every": frozenset(_OF_ANY),
    "day": frozenset(_OF_DAY),
    "clock": frozenset(_OF_CLOCK),
    "moment": frozenset((*_OF_DAY, *_OF_CLOCK)),
    "integer": frozenset(("anzahl", "zahl", "stueck", "stk", "personen", "n", "absolut", "abs", "ganzzahl")),
    "level": frozenset(("zahl", "ganzzahl", "stufe", "stufen")),
    "decimal": frozenset(("zahl", "dezimal", "dezimalzahl", "netto")),
    "flag": frozenset(("j/n", "ja/nein", "jn", "janein")),
    "weekdays": frozenset(("wochentage", "tage")),
}
# Words with which the numbers of a column are others than those that are declared.
OTHER_MEANING = re.compile(
    r"(?:.*\b)?(?:vorjahr\w*|vj|vormonat\w*|vorquartal\w*|vorperiode\w*|vorwoche\w*|prognose|hochrechnung|ziel\w*"
    r"|in 1[. ]?000|1[. ]?000|in 100|tsd\.?|tausend|in hundert|mio\.?|millionen|teur|t€|tsd\. ?€|%|prozent|anteil\w*"
    r"|quote|durchschnitt\w*|mittelwert\w*|ø|differenz|abweichung|veränderung|veraenderung|kumuliert|index|je \w+"
    r"|pro \w+)(?:\b.*)?",
    re.IGNORECASE,
)
TITLE_UNIT = re.compile(
    r"\b(?:in|(?:mass|maß)?einheit(?:en)?\s*[:=]?|(?:werte|angaben|zahlen)\s*[:=])\s*(?:je\s+)?"
    r"(?:tausend|tsd\b\.?|1[. ]?000\b|hundert\b|mio\b\.?|millionen|prozent|%|sekunden|sek\b\.?|cent\b|ct\b|t(?:eur|€))",
    re.IGNORECASE,
)
# A title line that names the offices of a file; a name may hold any of the separators.
OFFICES = re.compile(r"\bdienststelle(?:n|\(n\)|/n)?\s*:\s*(.*)", re.IGNORECASE | re.DOTALL)
NEXT_LABEL = re.compile(r"[\s;,|]+[^\W\d_][\w()/-]*\s*:\s.*", re.DOTALL)
OFFICE_SEPARATOR = re.compile(r"(\s*[;,|]\s*|\s+und\s+)", re.IGNORECASE)
ALL_OFFICES = frozenset(("alle", "alledienststellen", "saemtliche", "saemtlichedienststellen"))
# A title line that names the group of a survey, and the words for the groups.
AUDIENCE = re.compile(r"\bzielgruppen?\s*:\s*(.*)", re.IGNORECASE | re.DOTALL)
AUDIENCES = {
    "KUND": re.compile(
        r"(?:kund(?:e|en|in|innen|schaft)?|besucher(?:n|innen)?|besuchenden?|publikum)s?(?:befragung)?"
    ),
    "BESCH": re.compile(
        r"(?:besch(?:aeftigte[nr]?)?|mitarbeit(?:er|ern|erinnen|ende|enden)|belegschaft|personal)s?(?:befragung)?"
    ),
}
MONTH = re.compile(
    r"jan(?:uar)?|feb(?:ruar)?|maerz|mae?|mrz|apr(?:il)?|mai|juni?|juli?|aug(?:ust)?|sept?(?:ember)?|okt(?:ober)?"
    r"|nov(?:ember)?|dez(?:ember)?"
)
WEEKDAY_HEADERS = frozenset(("wochentag", "wtag", "wotag"))

# What looks like a person.
NAME = (
    r"\b(?:Herrn?|Frau|Hr\.|Fr\.|Fam\.|Familie|Mr\.?|Mrs\.?|Ms\.?|Dr\.(?: (?:med|jur|phil|rer)\.)*|Prof\.)"
    r" +(?:Dr\. +)?\p{Lu}\p{Ll}+(?:-\p{Lu}\p{Ll}+)?(?:[\s,;.)]|$)"
)
MAIL = r"[\w.+-]+@[\w-]+\.\w{2,}"
PHONE = r"(?:^|[^\w.,-])(?:\+ ?49|0049|0)[ ()/-]*[1-9](?:[ ()/-]*\d){5,}(?:$|[^\w.,])"
PHONE_WORD = r"(?i)\b(?:tel|telefon|mobil|handy|fon)\b[.:]* *[+\d(]"
PLATE = r"(?:^|[^\w-])\p{Lu}{1,3}-[A-Z]{1,2} ?\d{1,4}[EH]?(?:$|[^\w-])"
FILE_NUMBER = (
    r"(?i)(?:\b(?:az|aktenzeichen|gesch(?:ä|ae)ftszeichen|gz)\b *[.:]* *[\w./-]*\d"
    r"|(?:^|[^\w])\d{1,4} ?(?-i:[A-Z][A-Za-z]{0,2}) ?\d{1,6}/\d{2,4}(?:$|[^\w]))"
)
