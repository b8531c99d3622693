"""Pages travel gzipped.

A page holds a secret (the CSRF token) beside words of the visitor's own, so its compressed length could be used
to guess the secret (BREACH). A file name of random length in the gzip header blurs that length.
"""

from __future__ import annotations

import secrets
import zlib

from flask import Flask, Response, request

from app.web.varying import vary_by

LEVEL = 1
"""Fast: a page of results takes about 0.2 ms, and higher levels save little."""

LEAST_BYTES = 1_000
MOST_PADDING = 64
_HEADER = b"\x1f\x8b\x08\x08\x00\x00\x00\x00\x00\xff"
KINDS = ("text/html", "application/json", "text/csv", "text/calendar")


def gzipped(body: bytes) -> bytes:
    """A gzip file of the body whose length varies by up to `MOST_PADDING` bytes from call to call."""
    name = b"q" * secrets.randbelow(MOST_PADDING + 1)
    deflate = zlib.compressobj(LEVEL, zlib.DEFLATED, -zlib.MAX_WBITS)
    packed = deflate.compress(body) + deflate.flush()
    tail = zlib.crc32(body).to_bytes(4, "little") + (len(body) & 0xFFFFFFFF).to_bytes(4, "little")
    return b"".join((_HEADER, name, b"\0", packed, tail))


def register(app: Flask) -> None:
    """Whole answers in words are compressed for those who accept it."""

    @app.after_request
    def compress(response: Response) -> Response:
        if response.mimetype not in KINDS or response.is_streamed or response.direct_passthrough:
            return response
        vary_by(response, "Accept-Encoding")
        if (
            "Content-Encoding" in response.headers
            or response.status_code in (204, 304)
            or request.accept_encodings.quality("gzip") <= 0
        ):
            return response
        body = response.get_data()
        if len(body) >= LEAST_BYTES:
            response.set_data(gzipped(body))
            response.headers["Content-Encoding"] = "gzip"
        return response
