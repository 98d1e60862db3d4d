"""Polite requests to a service: one at a time, spaced, with limits, and without ever showing a key."""

from __future__ import annotations

import json
import logging
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from typing import Any
from urllib.parse import quote, quote_plus, urlsplit

import requests

from components.errors import Errors, SynsongError
from scripts import PROJECT_URL, VERSION

from . import RateLimited, Settings, SourceDown, local_time

USER_AGENT = f"synsong/{VERSION} ({PROJECT_URL})"
LIMITED = "HTTP 429"
UNSAID_WAIT = 300.0  # seconds to stay away after a 429 that does not say how long


@dataclass(frozen=True)
class Reply:
    """What a service answered. status (int): The HTTP status. body (bytes): What came, within the limit of size."""

    status: int
    body: bytes

    def json(self) -> Any:
        """RETURNS (Any): The body read as JSON; None if it is something else, such as the HTML page of a proxy."""
        try:
            return json.loads(self.body)
        except (ValueError, RecursionError):
            return None


class HttpClient:
    """Sends GET requests to one service.

    name (str): The service, for messages.
    base_url (str): What paths are appended to.
    settings (Settings): Spacing, clock and sleep.
    secrets (Mapping[str, str] | None): Query parameters that go with each request and are never shown.
    timeout (float): Seconds to wait for a connection, for the next bytes, and in all for one answer.
    attempts (int): How often a request is tried in all.
    max_wait (float): Seconds: a longer `Retry-After` is not waited for.
    max_bytes (int): An answer larger than that is not read.
    """

    def __init__(
        self,
        name: str,
        base_url: str,
        settings: Settings,
        *,
        secrets: Mapping[str, str] | None = None,
        timeout: float = 30.0,
        attempts: int = 3,
        max_wait: float = 60.0,
        max_bytes: int = 5_000_000,
    ) -> None:
        parts = urlsplit(base_url)
        if parts.scheme not in ("http", "https") or not parts.hostname:
            raise SynsongError(Errors.S604.format(name=name, host=parts.hostname or "nothing"))
        self.name, self.host, self.settings = name, parts.hostname, settings
        self.base_url = base_url.rstrip("/")
        self.timeout, self.attempts, self.max_wait, self.max_bytes = timeout, attempts, max_wait, max_bytes
        self._secrets = dict(secrets or {})
        _hide_in_logs(self._secrets.values())
        self._session = requests.Session()
        self._session.max_redirects = 3
        self._session.headers.update({"User-Agent": USER_AGENT, "Accept": "application/json"})
        self._free_at = settings.clock()

    def get(self, path: str, params: Mapping[str, Any] | None = None) -> Reply:
        """Send a request, waiting for its turn, and again if the service falters.

        path (str): What to append to the base URL.
        params (Mapping[str, Any] | None): The query; values that are None are left out.
        RETURNS (Reply): The answer, unless it is a 429 or a 5xx.
        RAISES (RateLimited): If the service wants us away for longer than `max_wait`, or again and again.
        RAISES (SourceDown): If no attempt brought an answer.
        """
        query = {name: value for name, value in (params or {}).items() if value is not None}
        fault, wait = "", None
        for attempt in range(self.attempts):
            reply, fault, wait = self._try(path, query)
            if reply is not None:
                return reply
            if wait is not None and wait > self.max_wait:
                raise self.limited(wait)
            if attempt + 1 < self.attempts:
                patience = 5.0 if fault == LIMITED else 1.0
                self.settings.sleep(patience * 2.0**attempt if wait is None else wait)
        if fault == LIMITED:
            raise self.limited(max(wait or 0.0, UNSAID_WAIT))
        raise SourceDown(Errors.S605.format(name=self.name, host=self.host, reason=fault, attempts=self.attempts))

    def close(self) -> None:
        """Close the connections."""
        self._session.close()

    def _try(self, path: str, query: dict[str, Any]) -> tuple[Reply | None, str, float | None]:
        """RETURNS (tuple[Reply | None, str, float | None]): The answer, or what is wrong and how long to wait."""
        self._take_turn()
        # What requests says of a fault holds the URL, and so the key: only its kind is told.
        try:
            with self._session.get(
                self.base_url + path, params={**query, **self._secrets}, timeout=self.timeout, stream=True
            ) as response:
                body = self._read(response)
                status, retry_after = response.status_code, response.headers.get("Retry-After")
        except requests.RequestException as err:
            return None, _describe(err), None
        finally:
            self._free_at = self.settings.clock() + self.settings.spacing
        if body is None:
            return None, f"an answer of more than {self.max_bytes:,} bytes, or slower than {self.timeout:g} s", None
        if status == 429 or status >= 500:
            return None, f"HTTP {status}", retry_seconds(retry_after, self.settings.now())
        return Reply(status, body), "", None

    def _take_turn(self) -> None:
        wait = self._free_at - self.settings.clock()
        if wait > 0:
            self.settings.sleep(wait)

    def _read(self, response: requests.Response) -> bytes | None:
        """RETURNS (bytes | None): The body, or None if it is too long or comes too slowly."""
        body = bytearray()
        until = self.settings.clock() + self.timeout
        for chunk in response.iter_content(65536):
            body += chunk
            if len(body) > self.max_bytes or self.settings.clock() > until:
                return None
        return bytes(body)

    def limited(self, wait: float) -> RateLimited:
        """RETURNS (RateLimited): The error that says to come back in so many seconds."""
        until = self.settings.now() + wait
        message = Errors.S606.format(name=self.name, time=local_time(until))
        return RateLimited(message, datetime.fromtimestamp(until).astimezone())


def retry_seconds(value: str | None, now: float) -> float | None:
    """Read a `Retry-After` header.

    value (str | None): Seconds, whole or not, or an HTTP date.
    now (float): Seconds since 1970.
    RETURNS (float | None): Seconds from now, at least 0 and at most a year; None if there is nothing to be read.
    """
    if not value:
        return None
    try:
        seconds = float(value)
    except ValueError:
        try:
            moment = parsedate_to_datetime(value)
        except (ValueError, OverflowError):
            return None
        moment = moment if moment.tzinfo else moment.replace(tzinfo=UTC)
        seconds = moment.timestamp() - now
    return None if seconds != seconds else min(max(seconds, 0.0), 365 * 86400.0)


def _describe(err: requests.RequestException) -> str:
    if isinstance(err, requests.Timeout):
        return "no answer in time"
    if isinstance(err, requests.TooManyRedirects):
        return "it redirects in a circle"
    if isinstance(err, requests.exceptions.SSLError):
        return "its certificate is not valid"
    return "the connection failed or broke off"


class _Hide(logging.Filter):
    """Blots secrets out of what the HTTP library logs."""

    def __init__(self) -> None:
        super().__init__()
        self.secrets: set[str] = set()

    def filter(self, record: logging.LogRecord) -> bool:
        text = record.getMessage()
        if any(secret in text for secret in self.secrets):
            for secret in self.secrets:
                text = text.replace(secret, "***")
            record.msg, record.args = text, ()
        return True


_HIDE = _Hide()


def _hide_in_logs(secrets: Any) -> None:
    for secret in filter(None, secrets):
        _HIDE.secrets |= {secret, quote(secret), quote_plus(secret), quote(secret, safe="")}
    for name in ("urllib3.connectionpool", "urllib3.util.retry", "urllib3.response", "requests"):
        logger = logging.getLogger(name)
        if _HIDE not in logger.filters:
            logger.addFilter(_HIDE)
