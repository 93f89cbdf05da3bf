"""What is a city's own: one settings file, read as a whole or not at all.

lines    TOML → statements with their lines     keys    what each key accepts
read     the file → `City`, or every fault of it at once
severity, survey, office_word, logo      what a city says of its levels, questions, offices, and its picture
comparison  offices of another city, which only an installation of several names
sign_in  who may come in, and as what     this_machine  what only the machine itself can be
"""

from einlass.city import comparison, logo
from einlass.city.comparison import Comparison
from einlass.city.office_word import OfficeWord
from einlass.city.read import City, KnownTime, Thresholds, read
from einlass.city.severity import Severity, SeverityLevel
from einlass.city.sign_in import ROLES, SignIn
from einlass.city.survey import SurveyItem

__all__ = [
    "ROLES",
    "City",
    "Comparison",
    "KnownTime",
    "OfficeWord",
    "Severity",
    "SeverityLevel",
    "SignIn",
    "SurveyItem",
    "Thresholds",
    "comparison",
    "logo",
    "read",
]
