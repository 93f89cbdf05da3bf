"""A paper for a council information system in one file: OParl's JSON with the PDF and the tables that it names."""

from __future__ import annotations

import io
import json
import zipfile

from einlass.paper.content import Paper
from einlass.paper.files import File, main_file, table_files
from einlass.paper.oparl import NOWHERE, oparl
from einlass.words import Words


def with_oparl(paper: Paper, stem: str, w: Words, address: str = NOWHERE) -> list[File]:
    """The PDF, each table as CSV, and the JSON that names them, last. address: the folder they will stand in."""
    main, others = main_file(paper, stem), table_files(paper, stem, w)
    told = json.dumps(oparl(paper, main, others, address), ensure_ascii=False, indent=2)
    return [main, *others, File("OParl", f"{stem}.json", "application/json", f"{told}\n".encode())]


def package(paper: Paper, stem: str, w: Words) -> bytes:
    """All of it as ZIP; the same paper gives the same bytes."""
    buffer = io.BytesIO()
    moment = paper.made_at.timetuple()[:6]
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as made:
        for one in with_oparl(paper, stem, w):
            made.writestr(zipfile.ZipInfo(one.file_name, moment), one.content, zipfile.ZIP_DEFLATED)
    return buffer.getvalue()
