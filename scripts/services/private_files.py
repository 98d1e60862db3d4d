"""Files for the user's eyes only: tokens, and what was found and made at a service."""

from __future__ import annotations

import json
import os
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any

from filelock import FileLock, Timeout
from platformdirs import user_config_path, user_data_path

from components.errors import Errors, SynsongError

LOCK_WAIT = 30.0  # seconds that another process is waited for


def config_folder() -> Path:
    """RETURNS (Path): The user's folder for tokens."""
    return user_config_path("synsong")


def data_folder() -> Path:
    """RETURNS (Path): The user's folder for what was found and made on Spotify."""
    return user_data_path("synsong") / "spotify"


class PrivateFile:
    """A JSON file that only the user can read, replaced whole, with a lock beside it.

    path (Path): Where it lies; its folder is made.
    """

    def __init__(self, path: Path) -> None:
        self.path = path

    @contextmanager
    def lock(self, wait: float = LOCK_WAIT) -> Iterator[None]:
        """Keep other processes from the file meanwhile.

        wait (float): Seconds to wait for them.
        RAISES (SynsongError): If they do not end, or the folder cannot be written.
        """
        lock = FileLock(self.path.with_suffix(".lock"))
        try:
            self.path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
            lock.acquire(timeout=wait)
        except Timeout:
            raise SynsongError(Errors.S682.format(path=self.path.parent)) from None
        except OSError as err:
            raise SynsongError(Errors.S681.format(path=self.path, reason=err.strerror or err)) from err
        try:
            yield
        finally:
            lock.release()

    def read(self) -> dict[str, Any]:
        """RETURNS (dict[str, Any]): What it holds, empty if there is none. RAISES (SynsongError): If it is broken."""
        try:
            record = json.loads(self.path.read_text(encoding="utf8"))
        except FileNotFoundError:
            return {}
        except (OSError, ValueError) as err:
            reason = getattr(err, "strerror", None) or "it is no JSON"
            raise SynsongError(Errors.S681.format(path=self.path, reason=reason)) from None
        if not isinstance(record, dict):
            raise SynsongError(Errors.S681.format(path=self.path, reason="it is no JSON object"))
        return record

    def write(self, record: Mapping[str, Any]) -> None:
        """Replace the file. record (Mapping[str, Any]): Plain values. RAISES (SynsongError): If it cannot be written."""
        temporary = self.path.with_name(f".{self.path.name}.{os.getpid()}.tmp")
        try:
            self.path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
            handle = os.open(temporary, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
            with os.fdopen(handle, "w", encoding="utf8") as file:
                json.dump(record, file, indent=2, ensure_ascii=False)
                file.flush()
                os.fsync(file.fileno())
            os.replace(temporary, self.path)  # noqa: PTH105
        except OSError as err:
            with suppress(OSError):
                temporary.unlink()
            raise SynsongError(Errors.S681.format(path=self.path, reason=err.strerror or err)) from err

    def delete(self) -> bool:
        """RETURNS (bool): Whether there was a file to delete."""
        there = self.path.exists()
        self.path.unlink(missing_ok=True)
        return there
