"""A paper for a council information system: OParl 1.1, `Paper` with its files.

Source: https://github.com/OParl/spec (schema/Paper.json, schema/File.json). What only the city knows (number, date,
consultations) is left out, as the standard allows.
"""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from typing import Any

from einlass import config
from einlass.paper.content import Paper, readable
from einlass.paper.files import File

SCHEMA = "https://schema.oparl.org/1.1"
NOWHERE = "https://council.invalid/"
"""Where files stand until the city says where: a name that nobody can have (RFC 2606)."""

Plain = dict[str, Any]


def oparl(paper: Paper, main: File, others: Sequence[File], address: str = NOWHERE) -> Plain:
    """The paper with its PDF as main file and its tables beside it; address: the folder the files will stand in."""
    base = address if address.endswith("/") else f"{address}/"
    moment = paper.made_at.replace(tzinfo=paper.made_at.tzinfo or config.LOCAL_TIME).isoformat()
    found: Plain = {
        "id": f"{base}{main.file_name.removesuffix('.pdf')}",
        "type": f"{SCHEMA}/Paper",
        "name": _named(paper, paper.head.subject),
        "paperType": readable(paper.head.kind[1]),
        "mainFile": _file(paper, main, base, moment),
        "auxiliaryFile": [_file(paper, one, base, moment) for one in others],
        "created": moment,
        "modified": moment,
    }
    return found | ({"keyword": [readable(paper.watermark)]} if paper.watermark else {})


def _named(paper: Paper, name: str) -> str:
    """A name that says whether the data are made up."""
    return readable(f"{paper.watermark}. {name}" if paper.watermark else name)


def _file(paper: Paper, one: File, base: str, moment: str) -> Plain:
    return {
        "id": f"{base}{one.file_name}#file",
        "type": f"{SCHEMA}/File",
        "name": _named(paper, one.name),
        "fileName": one.file_name,
        "mimeType": one.media_type,
        "size": len(one.content),
        "sha512Checksum": hashlib.sha512(one.content).hexdigest(),
        "accessUrl": f"{base}{one.file_name}",
        "downloadUrl": f"{base}{one.file_name}",
        "created": moment,
        "modified": moment,
    }
