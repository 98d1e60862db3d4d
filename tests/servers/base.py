"""What our servers have in common: real sockets, a log, faults on order, and an eye on manners."""

from __future__ import annotations

import json
import sys
import threading
import time
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qsl, urlsplit


@dataclass(frozen=True)
class Response:
    """An answer. status (int), body (bytes), headers (Mapping[str, str]); drop (bool): Hang up instead."""

    status: int = 200
    body: bytes = b""
    headers: Mapping[str, str] = field(default_factory=dict)
    drop: bool = False


@dataclass(frozen=True)
class Request:
    """What was asked. path (str), query (dict[str, str]), headers (dict[str, str]), at (float): Seconds, only forward;
    method (str), body (bytes)."""

    path: str
    query: dict[str, str]
    headers: dict[str, str]
    at: float
    method: str = "GET"
    body: bytes = b""


def as_json(value: Any, status: int = 200, **headers: str) -> Response:
    return Response(status, json.dumps(value).encode(), {"Content-Type": "application/json", **headers})


def as_text(text: str, status: int, kind: str = "text/plain; charset=utf-8", **headers: str) -> Response:
    return Response(status, text.encode(), {"Content-Type": kind, **headers})


class Server:
    """Serves on 127.0.0.1 from a thread of its own; subclasses say what is answered.

    faults (list[Response]): Given first, one for each request, before anything true is answered.
    requests (list[Request]): All requests, in order, those that got a fault too.
    parallel (int): The most requests that were open at the same time.
    delay (float): Seconds that an answer takes.
    """

    def __init__(self, port: int = 0) -> None:
        self.faults: list[Response] = []
        self.requests: list[Request] = []
        self.parallel = self._open = 0
        self.delay = 0.0
        self._lock = threading.Lock()
        self._server = ThreadingHTTPServer(("127.0.0.1", port), self._handler())
        self._server.daemon_threads = True
        self._thread = threading.Thread(target=self._server.serve_forever, args=(0.02,), daemon=True)

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self._server.server_address[1]}"

    def answer(self, request: Request) -> Response:
        raise NotImplementedError

    def __enter__(self) -> Server:
        self._thread.start()
        return self

    def __exit__(self, *error: object) -> None:
        self._server.shutdown()
        self._server.server_close()

    def respond(self, request: Request) -> Response:
        """Note the request, then answer with the next fault or the truth."""
        with self._lock:
            self.requests.append(request)
            self._open += 1
            self.parallel = max(self.parallel, self._open)
            fault = self.faults.pop(0) if self.faults else None
        try:
            time.sleep(self.delay)
            return fault or self.answer(request)
        finally:
            with self._lock:
                self._open -= 1

    def _handler(self) -> type[BaseHTTPRequestHandler]:
        server = self

        class Handler(BaseHTTPRequestHandler):
            protocol_version = "HTTP/1.1"
            disable_nagle_algorithm = True  # else each answer waits 40 ms for an acknowledgement

            def do_GET(self) -> None:
                parts = urlsplit(self.path)
                request = Request(
                    parts.path,
                    dict(parse_qsl(parts.query, keep_blank_values=True)),
                    {name.lower(): value for name, value in self.headers.items()},
                    time.monotonic(),
                    self.command,
                    self.rfile.read(int(self.headers.get("Content-Length") or 0)),
                )
                response = server.respond(request)
                if response.drop:
                    self.close_connection = True
                    return
                self.send_response(response.status)
                for name, value in response.headers.items():
                    self.send_header(name, value)
                self.send_header("Content-Length", str(len(response.body)))
                self.end_headers()
                self.wfile.write(response.body)

            do_POST = do_PUT = do_DELETE = do_GET

            def log_message(self, format: str, *args: Any) -> None:
                pass

        return Handler


def serve_by_hand(server: Server) -> None:
    """Serve until Ctrl-C, and say where."""
    with server:
        sys.stdout.write(f"{server.url}\n")
        sys.stdout.flush()
        with suppress(KeyboardInterrupt):
            threading.Event().wait()
