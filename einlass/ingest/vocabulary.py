"""The German that exports are written in, beside the declared headers: sums, units, weekdays, persons."""

from __future__ import annotations

import re

FOLDED = str.maketrans({"ä": "ae", "ö": "oe", "ü": "ue", "ß": "ss"})
SUM_ROW = r"(?i)^(?:(?:zwischen|gesamt|end|teil)?summen?\b|gesamt\b|insgesamt\b|total\b|subtotal\b|Σ)"
PERIOD = re.compile(r"zeitraum\D*?([\d.-]{8,10})\s*(?:bis|–|-)\s*([\d.-]{8,10})", re.IGNORECASE)
UNITS = re.compile(
    r"(?:[(\[].*[)\]]|anzahl|stück|min|minuten|stunden|std|eur|euro|€|datum|tt\.mm\.jjjj|text|code|%)?",
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
