"""Charts of the sentiment page."""

from einlass.charts.sentiment.answers import answers_chart, on_one_axis, reach_of
from einlass.charts.sentiment.room import Room, room_of
from einlass.charts.sentiment.tiny import tiny_answers, tiny_share, zero_of
from einlass.charts.sentiment.waves import MOST_COUNTS, Around, small_waves, wave_in_words, waves_chart

__all__ = [
    "MOST_COUNTS",
    "Around",
    "Room",
    "answers_chart",
    "on_one_axis",
    "reach_of",
    "room_of",
    "small_waves",
    "tiny_answers",
    "tiny_share",
    "wave_in_words",
    "waves_chart",
    "zero_of",
]
