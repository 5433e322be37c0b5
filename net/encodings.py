"""Expand what the server compressed, within a bound. The one place that knows brotli and zstandard."""

from __future__ import annotations

import sys
import zlib
from collections.abc import Callable, Iterable
from io import BytesIO

import brotli  # type: ignore[import-untyped]

if sys.version_info >= (3, 14):
    from compression import zstd
else:
    from backports import zstd

ACCEPTED = "gzip, deflate, br, zstd"
_CHUNK = 65_536
#: Nobody compresses thrice, except to hurt.
_MOST_LAYERS = 2
#: RFC 9659: a zstandard window of 8 MB at most; a bomb may ask for gigabytes.
_ZSTD_WINDOW_LOG = 23


class ExpansionTooLarge(Exception):
    """The bytes would expand beyond the bound; nothing of them is returned."""


class BadCompression(Exception):
    """The bytes are not what ``Content-Encoding`` says."""


def expand(body: bytes, encodings: Iterable[str], limit: int) -> bytes:
    """Undo the encodings, last one first. A stream cut short gives what arrived; never more than ``limit`` bytes."""
    layers = [one for value in encodings for one in (part.strip().lower() for part in value.split(",")) if one]
    layers = [one for one in layers if one != "identity"]
    if len(layers) > _MOST_LAYERS:
        raise BadCompression(f"{len(layers)} layers of compression")
    for layer in reversed(layers):
        if not body:
            return body
        decoder = _DECODERS.get(layer)
        if decoder is None:
            raise BadCompression(f"unknown encoding {layer[:20]!r}")
        try:
            body = decoder(body, limit)
        except (zlib.error, brotli.error, zstd.ZstdError) as error:
            raise BadCompression(str(error)) from None
    return body


class _Sink:
    """Collects pieces up to a bound."""

    def __init__(self, limit: int) -> None:
        self._out = BytesIO()
        self._limit = limit

    def add(self, piece: bytes) -> None:
        if self._out.tell() + len(piece) > self._limit:
            raise ExpansionTooLarge
        self._out.write(piece)

    def value(self) -> bytes:
        return self._out.getvalue()


def _gunzip(body: bytes, limit: int) -> bytes:
    sink = _Sink(limit)
    while body:
        member = zlib.decompressobj(wbits=31)
        _inflate_into(sink, member, body)
        # Further members follow at once; anything else behind the first is padding.
        body = member.unused_data if member.unused_data.startswith(b"\x1f\x8b") else b""
    return sink.value()


def _inflate(body: bytes, limit: int) -> bytes:
    try:
        sink = _Sink(limit)
        _inflate_into(sink, zlib.decompressobj(), body)
    except zlib.error:
        # Some servers send the raw stream under the name "deflate".
        sink = _Sink(limit)
        _inflate_into(sink, zlib.decompressobj(wbits=-15), body)
    return sink.value()


def _inflate_into(sink: _Sink, stream: zlib._Decompress, body: bytes) -> None:
    while body and not stream.eof:
        sink.add(stream.decompress(body, _CHUNK))
        body = stream.unconsumed_tail


def _unbrotli(body: bytes, limit: int) -> bytes:
    sink = _Sink(limit)
    stream = brotli.Decompressor()
    sink.add(stream.process(body, output_buffer_limit=_CHUNK))
    while not stream.is_finished():
        piece = stream.process(b"", output_buffer_limit=_CHUNK)
        if not piece:
            break
        sink.add(piece)
    return sink.value()


def _unzstd(body: bytes, limit: int) -> bytes:
    sink = _Sink(limit)
    stream = zstd.ZstdDecompressor(options={zstd.DecompressionParameter.window_log_max: _ZSTD_WINDOW_LOG})
    sink.add(stream.decompress(body, max_length=_CHUNK))
    while not stream.eof and not stream.needs_input:
        sink.add(stream.decompress(b"", max_length=_CHUNK))
    return sink.value()


_DECODERS: dict[str, Callable[[bytes, int], bytes]] = {
    "gzip": _gunzip,
    "x-gzip": _gunzip,
    "deflate": _inflate,
    "br": _unbrotli,
    "zstd": _unzstd,
}
