"""Small parts that only the data page has."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from html import escape

import streamlit as st

from einlass import ingest
from einlass.ingest import FileReport, Progress
from einlass.ui import log, style
from einlass.ui.state import current_view
from einlass.ui.style import Tone
from einlass.words import Words


def part(title: str, sub: str = "") -> None:
    """A third-level heading."""
    below = f'<p class="em-sub">{style.rich(sub)}</p>' if sub else ""
    st.html(f'<h3 class="em-part">{style.rich(title)}</h3>{below}')


def small(text: str) -> None:
    """A quiet line."""
    st.html(f'<p class="em-sub">{style.rich(text)}</p>')


def announce(tone: Tone, title: str, sentences: Sequence[str], hint: str = "") -> None:
    """What became of a click; a screen reader reads it out when it appears."""
    body = "".join(f"<p>{style.rich(sentence)}</p>" for sentence in sentences)
    quiet = f'<p class="em-sub">{style.rich(hint)}</p>' if hint else ""
    st.html(
        f'<div class="em-answer em-notice em-{tone}" role="status">'
        f'<p class="em-verdict">{style.rich(title)}</p>{body}{quiet}</div>'
    )


@contextmanager
def progress(title: str, w: Words) -> Iterator[Callable[[Progress], None]]:
    """While something takes its time: what, and how far it is; gives what has to be told each step."""
    place = st.empty()

    def tell(one: Progress) -> None:
        values = {"file": one.file, "number": w.number(one.number), "count": w.number(one.count)}
        text = w(f"data.progress.{one.step}", **values)
        place.html(f'<p class="em-progress" role="status">{style.rich(text)}</p>')

    with st.spinner(title):
        yield tell
    place.empty()


def rejects_button(report: FileReport, full: Callable[[], FileReport], key: str, w: Words) -> None:
    """The refused rows as a file that can be corrected and sent again; `full` gives the report with all of them."""
    if not report.refused_rows and not report.reject_count:
        return

    def content() -> bytes:
        return ingest.rejected_rows_csv(full(), lambda reject: w(reject.reason)) or b""

    stem = report.file.rpartition(".")[0] or report.file
    st.download_button(
        w("data.rejects.download"),
        data=log.fetched("refused_rows", content),
        file_name=w("data.rejects.file", stem=stem),
        mime="text/csv",
        on_click="ignore",
        key=f"data:rejects:{key}:{current_view().lang}",
    )


def translate_upload(w: Words) -> None:
    """Streamlit's words in the field for files, in the language of the page.

    Visible words are replaced by the stylesheet (the name of the button too, as its old words are not
    rendered); names that only a screen reader hears are replaced by the script of the document.
    """
    megabytes = w.number(st.get_option("server.maxUploadSize"))
    texts = {
        "button": w("data.upload.button"),
        "drop": w("data.upload.drop"),
        "limit": w("data.upload.limit", megabytes=megabytes),
    }
    variables = "".join(f"--em-upload-{name}: {style.css_string(text)};" for name, text in texts.items())
    names = {
        "button": w("data.upload.button"),
        "add": w("data.upload.more"),
        "remove": w("data.upload.remove"),
        "field": w("data.upload.label"),
        "decimal": w.decimal_mark,
        "refused": w("data.upload.refused"),
    }
    attributes = "".join(f' data-{name}="{escape(text)}"' for name, text in names.items())
    st.html(f"<style>.stApp {{{variables}}}</style>")
    refused = (
        f'<p id="em-upload-refused" class="em-address" role="alert" hidden>{escape(names["refused"])}</p>'
    )
    st.html(f'<span id="em-upload-names" hidden{attributes}>​</span>{refused}')
