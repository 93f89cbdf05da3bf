"""What every run needs is there before the first one.

After each run Streamlit looks through everything that lives in the process for garbage, before the page gets its last
parts: 170,000 objects of the libraries, 0.2 s. What is loaded here stays for good and is left out of that.
"""

from __future__ import annotations

import gc
from importlib import import_module

from einlass.charts import plotly_script
from einlass.ui import menu


def load() -> None:
    """Import what the pages use, and have collections pass it over from now on."""
    for page in menu.PAGES:
        import_module(f"einlass.ui.{page}")
    plotly_script()
    gc.collect()
    gc.freeze()
