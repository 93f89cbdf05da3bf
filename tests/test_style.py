"""Parts of a page: real tables, escaped texts."""

from __future__ import annotations

from einlass.ui import style


def test_texts_are_escaped_and_stars_set_in_bold() -> None:
    assert style.rich("**7 <i>** & x") == "<strong>7 &lt;i&gt;</strong> &amp; x"


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
