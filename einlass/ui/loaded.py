"""What every run needs is there before the first one.

A search for garbage looks through everything that lives in the process: 170,000 objects of the libraries, 0.2 s. What
is loaded here stays for good and is left out of that. Streamlit's own search after each run, before the page gets its
last parts, is turned off in `.streamlit/config.toml`: with twenty readers it was a third of the time, and Python's own
comes when enough has gathered.
"""

from __future__ import annotations

import gc
import inspect
import logging
from importlib import import_module

from einlass import config
from einlass.charts import plotly_script
from einlass.errors import SettingsRefused
from einlass.ui import menu
from einlass.words import words_for


def load() -> None:
    """Load what the pages use, and read the settings."""
    libraries()
    _read_settings()


def libraries() -> None:
    """Import what the pages use, and have collections pass it over from now on."""
    for page in menu.EVERY:
        import_module(f"einlass.ui.{page}")
    plotly_script()
    for language in config.LANGUAGES:
        words_for(language)
    inspect.stack()  # as Streamlit does at the first part of the first page: Python then looks for every module's file
    gc.collect()
    gc.freeze()


def _read_settings() -> None:
    """Faults of the settings are told to whoever starts the app; its pages tell them as well."""
    try:
        config.city()
    except SettingsRefused as error:
        w = words_for(config.default_language())
        told = (w.message(error.key, error.values), *w.faults(error))
        logging.getLogger(__name__).error("\n".join(told))
