import gzip
import tracemalloc
import zlib
from collections.abc import Callable

import brotli
import pytest
from backports import zstd
from hypothesis import given
from hypothesis import strategies as st

from net.encodings import BadCompression, ExpansionTooLarge, expand


def _raw_deflate(body: bytes) -> bytes:
    stream = zlib.compressobj(wbits=-15)
    return stream.compress(body) + stream.flush()


COMPRESS: dict[str, tuple[str, Callable[[bytes], bytes]]] = {
    "gzip": ("gzip", gzip.compress),
    "deflate": ("deflate", zlib.compress),
    "raw deflate": ("deflate", _raw_deflate),
    "brotli": ("br", brotli.compress),
    "zstandard": ("zstd", zstd.compress),
}


@pytest.mark.parametrize("name", COMPRESS)
@given(body=st.binary(max_size=2000))
def test_gives_back_what_was_compressed(name: str, body: bytes) -> None:
    encoding, compress = COMPRESS[name]
    assert expand(compress(body), [encoding], 2000) == body


@pytest.mark.parametrize("name", COMPRESS)
def test_stops_a_bomb_early(name: str) -> None:
    encoding, compress = COMPRESS[name]
    bomb = compress(bytes(100_000_000))
    assert len(bomb) < 200_000
    tracemalloc.start()
    with pytest.raises(ExpansionTooLarge):
        expand(bomb, [encoding], 1_000_000)
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert peak < 4_000_000


@pytest.mark.parametrize("name", COMPRESS)
def test_gives_what_arrived_of_a_truncated_stream(name: str) -> None:
    encoding, compress = COMPRESS[name]
    body = bytes(range(256)) * 2000
    expanded = expand(compress(body)[:-4], [encoding], 1_000_000)
    assert body.startswith(expanded)


def test_undoes_layers_from_the_last() -> None:
    assert expand(gzip.compress(brotli.compress(b"tin")), ["br, gzip"], 100) == b"tin"
    assert expand(gzip.compress(brotli.compress(b"tin")), ["br", "gzip"], 100) == b"tin"


def test_reads_members_of_gzip_one_after_the_other() -> None:
    assert expand(gzip.compress(b"tin ") + gzip.compress(b"hai"), ["gzip"], 100) == b"tin hai"


def test_refuses_a_bomb_in_a_bomb() -> None:
    with pytest.raises(ExpansionTooLarge):
        expand(gzip.compress(gzip.compress(bytes(50_000_000))), ["gzip", "gzip"], 1_000_000)
    with pytest.raises(BadCompression):
        expand(b"x", ["gzip", "gzip", "gzip"], 100)


def test_says_what_cannot_be_read() -> None:
    with pytest.raises(BadCompression):
        expand(b"plain text", ["gzip"], 100)
    with pytest.raises(BadCompression):
        expand(b"plain text", ["compress"], 100)
    assert expand(b"plain text", ["identity"], 100) == b"plain text"


def test_refuses_a_zstandard_window_that_eats_memory() -> None:
    options = {zstd.CompressionParameter.window_log: 27, zstd.CompressionParameter.enable_long_distance_matching: 1}
    wide = zstd.ZstdCompressor(options=options)
    body = wide.compress(bytes(1000)) + wide.flush()
    with pytest.raises(BadCompression):
        expand(body, ["zstd"], 10_000)
