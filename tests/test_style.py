"""Parts of a page: real tables, escaped texts."""

from __future__ import annotations

from einlass.ui import style
from einlass.words.markup import marked


def test_texts_are_escaped_and_only_our_own_hold_markup() -> None:
    assert (
        style.rich(marked("**{n}** & x").format(n="**7** <i>")) == "<strong>**7** &lt;i&gt;</strong> &amp; x"
    )
    assert style.rich("[a](method#b) **c**") == "[a](method#b) **c**"
    link = '<a href="./method#verdict.no_data">here <strong>now</strong></a>'
    assert style.rich(marked("See [here **now**](method#verdict.{v})").format(v="no_data")) == f"See {link}"
    assert style.attribute(marked("**a** [b](method#c) <d>")) == "a b &lt;d&gt;"


def test_a_table_names_itself_its_columns_and_its_rows() -> None:
    html = style.table_markup("Counts <1>", ["phase", "n"], [["before", "10"], ["after", "–"]], numeric=(1,))
    assert "<caption>Counts &lt;1&gt;</caption>" in html
    assert '<th scope="col">phase</th><th scope="col" class="em-number">n</th>' in html
    assert (
        '<tr><th scope="row" data-name="phase">before</th><td class="em-number" data-name="n">10</td></tr>'
        in html
    )
    assert '<td class="em-number em-none" data-name="n">–</td>' in html
    assert 'tabindex="0" role="region" aria-label="Counts &lt;1&gt;"' in html
