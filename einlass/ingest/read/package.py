"""The parts of a workbook's package: a ZIP whose names may be spelled otherwise, and which may not burst."""

from __future__ import annotations

import io
import zipfile
import zlib
from dataclasses import dataclass

from einlass.errors import ImportRefused

LARGEST_UNPACKED = 1024**3
LARGEST_RATIO = 200  # a sheet of empty rows packs 1:150, a bomb 1:1000
SMALL = 50 * 1024**2  # below this any ratio is harmless
LONG = 8 * 1024**2  # bytes from which a part is unpacked in one step
_HEADER, _LENGTHS, _LOCKED = 30, (26, 28), 1  # of a part of a ZIP: its size, two lengths in it, a flag


class BrokenPackage(ValueError):
    """A package, or a part of it, that is not what it should be."""


def plain_name(name: str) -> str:
    """The name of a part as packages mean it: slashes, no case, none in front."""
    return name.replace("\\", "/").lstrip("/").lower()


@dataclass
class Package:
    """The parts of a ZIP by their plain names."""

    content: bytes
    archive: zipfile.ZipFile
    infos: dict[str, zipfile.ZipInfo]

    def __contains__(self, name: str) -> bool:
        return plain_name(name) in self.infos

    def size(self, name: str) -> int:
        """How many bytes a part unpacks to."""
        return self.infos[plain_name(name)].file_size

    @property
    def is_locked(self) -> bool:
        """Whether a part needs a password."""
        return any(info.flag_bits & _LOCKED for info in self.infos.values())

    def read(self, name: str) -> bytes:
        """A part; a large one in one step, which takes half the time. Raises BrokenPackage."""
        info = self.infos.get(plain_name(name))
        if info is None:
            raise BrokenPackage(name)
        try:
            if (
                info.file_size < LONG
                or info.compress_type != zipfile.ZIP_DEFLATED
                or info.flag_bits & _LOCKED
            ):
                return self.archive.read(info)
            return self._in_one_step(info)
        except (
            zipfile.BadZipFile,
            zlib.error,
            OSError,
            RuntimeError,
            NotImplementedError,
            EOFError,
        ) as error:
            raise BrokenPackage(name) from error

    def _in_one_step(self, info: zipfile.ZipInfo) -> bytes:
        header = self.content[info.header_offset : info.header_offset + _HEADER]
        name, extra = (int.from_bytes(header[at : at + 2], "little") for at in _LENGTHS)
        start = info.header_offset + _HEADER + name + extra
        packed = memoryview(self.content)[start : start + info.compress_size]
        unpacked = zlib.decompress(packed, -zlib.MAX_WBITS, bufsize=info.file_size)
        if zlib.crc32(unpacked) != info.CRC:
            raise zipfile.BadZipFile(info.filename)
        return unpacked


def package_of(file: str, content: bytes) -> Package:
    """The package, after a look at how much it unpacks to. Raises ImportRefused."""
    try:
        archive = zipfile.ZipFile(io.BytesIO(content))
        infos = [info for info in archive.infolist() if not info.is_dir()]
    except (zipfile.BadZipFile, ValueError, OSError, NotImplementedError):
        raise ImportRefused("refused.broken_workbook", file=file) from None
    unpacked = sum(info.file_size for info in infos)
    if unpacked > LARGEST_UNPACKED or (unpacked > SMALL and unpacked > LARGEST_RATIO * len(content)):
        raise ImportRefused("refused.bomb", file=file, megabytes=unpacked // 1024**2)
    named = {plain_name(info.filename): info for info in infos}
    if len(named) != len(infos):  # which of two parts of one name a program takes is its own choice
        raise ImportRefused("refused.broken_workbook", file=file)
    return Package(content, archive, named)
