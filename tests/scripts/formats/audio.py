"""Music files of a second of silence or less, composed byte by byte, so that no recording lies in the repository."""

from __future__ import annotations

import struct
import wave
from pathlib import Path

from mutagen.ogg import OggPage


def mp3(path: Path) -> Path:
    """Write 40 silent MPEG-1 layer III frames of 128 kbit/s (about one second)."""
    path.write_bytes((b"\xff\xfb\x90\x00" + bytes(413)) * 40)
    return path


def flac(path: Path) -> Path:
    """Write a FLAC header that speaks of two seconds at 44.1 kHz."""
    info = struct.pack(">HH", 4096, 4096) + bytes(6)
    info += (44100 << 44 | 1 << 41 | 15 << 36 | 88200).to_bytes(8, "big") + bytes(16)
    path.write_bytes(b"fLaC" + b"\x80" + len(info).to_bytes(3, "big") + info)
    return path


def opus(path: Path) -> Path:
    """Write an Ogg Opus stream: both headers and one empty packet, two seconds by its position."""
    head = b"OpusHead" + struct.pack("<BBHIhB", 1, 2, 0, 48000, 0, 0)
    tags = b"OpusTags" + struct.pack("<I", 1) + b"x" + struct.pack("<I", 0)
    pages = []
    for number, (packet, position) in enumerate([(head, 0), (tags, 0), (b"\x00", 96000)]):
        page = OggPage()
        page.serial, page.sequence, page.position, page.packets = 1, number, position, [packet]
        page.first, page.last = number == 0, number == 2
        pages.append(page.write())
    path.write_bytes(b"".join(pages))
    return path


def _atom(name: bytes, content: bytes) -> bytes:
    return struct.pack(">I4s", len(content) + 8, name) + content


def m4a(path: Path) -> Path:
    """Write an MPEG-4 file with one sound track of two seconds."""
    handler = _atom(b"hdlr", bytes(8) + b"soun" + bytes(13))
    length = _atom(b"mdhd", bytes(12) + struct.pack(">II", 1000, 2000) + bytes(4))
    track = _atom(b"trak", _atom(b"mdia", length + handler))
    movie = _atom(b"moov", _atom(b"mvhd", bytes(12) + struct.pack(">II", 1000, 2000) + bytes(80)) + track)
    path.write_bytes(_atom(b"ftyp", b"M4A \x00\x00\x00\x00M4A mp42") + movie)
    return path


def wma(path: Path) -> Path:
    """Write an ASF header with empty properties."""
    guid = bytes.fromhex("a1dcab8c47a9cf118ee400c00c205365")
    content = bytes(16 + 8 + 8 + 8) + struct.pack("<QQQ", 20_000_000, 0, 0) + bytes(16)
    properties = guid + struct.pack("<Q", 24 + len(content)) + content
    header = bytes.fromhex("3026b2758e66cf11a6d900aa0062ce6c")
    path.write_bytes(header + struct.pack("<QI", 30 + len(properties), 1) + b"\x01\x02" + properties)
    return path


def ape(path: Path) -> Path:
    """Write the header of a Monkey's Audio file of one frame."""
    path.write_bytes(
        b"MAC "
        + struct.pack("<H", 3990)
        + bytes(50)
        + struct.pack("<IIIHHI", 44100, 44100, 1, 16, 2, 44100)
        + bytes(64)
    )
    return path


def wav(path: Path) -> Path:
    """Write two seconds of silence."""
    with wave.open(str(path), "wb") as file:
        file.setnchannels(1)
        file.setsampwidth(1)
        file.setframerate(8000)
        file.writeframes(bytes(16000))
    return path
