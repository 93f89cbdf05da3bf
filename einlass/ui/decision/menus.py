"""The menus of the tables of the page: each as a file of its own, with what belongs to every file."""

from __future__ import annotations

from collections.abc import Callable

from einlass import config
from einlass.export import file_stem
from einlass.ui import show
from einlass.ui.decision.texts import foot, standing
from einlass.warehouse import DataVersion
from einlass.words import Words
from einlass.words.brief import Sheet


def menu(
    version: DataVersion, name: str, label: str, sheet: Callable[[], Sheet], w: Words, *notes: str
) -> None:
    """The menu of a table that holds words and no numbers for a program; notes: what its page says of it."""

    def make() -> show.Numbers:
        told = sheet()
        least = w.number(config.thresholds().hidden_below)
        files = show.Files(
            file_stem([w("menu.decision"), told.name], version.created_at.date()),
            [standing(version, w), *notes, w("quiet.key", least=least), *foot(version, w)[:-1]],
            title=told.caption,
        )
        table = show.Table(told.caption, told.head, lambda: [list(row) for row in told.rows], ())
        return show.Numbers(table, files)

    show.save_menu(f"decision-{name}", label, make, w, has_data=False)
