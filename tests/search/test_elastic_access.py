"""Who may ask Elasticsearch, and whom we believe to be it."""

from __future__ import annotations

import datetime
import ssl
from base64 import b64encode
from dataclasses import replace
from ipaddress import ip_address
from pathlib import Path

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec

from config.settings import ElasticSettings
from nlp.query import Query
from search.elastic import ElasticEngine, open_elastic
from search.elastic_server import Server
from search.engine import IndexUnavailable
from tests.search.proxy import Says, proxy
from tests.search.real_elastic import ElasticServer

EMPTY = b'{"hits": {"hits": [], "total": {"value": 0}}, "aggregations": {}}'


def test_name_and_password_open_the_server_and_nothing_else_does(
    elasticsearch: ElasticServer, elastic_settings: ElasticSettings
) -> None:
    if not elasticsearch.username:
        pytest.skip("the server that was named lets everybody in")
    assert open_elastic(elastic_settings).count() == 0
    for changes in ({"password": "sai"}, {"username": "", "password": ""}):
        with pytest.raises(IndexUnavailable) as caught:
            open_elastic(replace(elastic_settings, **changes)).count()
        assert "không nhận tên và mật khẩu" in caught.value.vi
        assert "sai" not in str(caught.value)


def test_an_api_key_is_sent_with_every_request() -> None:
    with proxy("http://127.0.0.1:1") as server:
        server.rule = lambda _method, _path: Says(body=EMPTY)
        engine = open_elastic(ElasticSettings(f"http://127.0.0.1:{server.port}", api_key="bWE6a2hvYQ=="))
        engine.find(Query())
        engine.facets(Query())
        assert [headers["authorization"] for _, _, headers in server.seen] == ["ApiKey bWE6a2hvYQ=="] * 2
        engine.close()


def test_basic_authentication_is_sent_as_it_was_given() -> None:
    with proxy("http://127.0.0.1:1") as server:
        server.rule = lambda _method, _path: Says(body=EMPTY)
        engine = open_elastic(ElasticSettings(f"http://127.0.0.1:{server.port}", "tên", "mật khẩu"))
        engine.find(Query())
        (_, _, headers), *_ = server.seen
        assert headers["authorization"] == "Basic " + b64encode("tên:mật khẩu".encode()).decode()
        engine.close()


class Authority:
    """Vouches for 127.0.0.1."""

    def __init__(self, folder: Path, name: str) -> None:
        self.key = ec.generate_private_key(ec.SECP256R1())
        self.name = x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, name)])
        own = self._certificate(self.name, self.key.public_key())
        self.file = folder / f"{name}.pem"
        self.file.write_bytes(
            own.add_extension(x509.BasicConstraints(ca=True, path_length=None), critical=True)
            .sign(self.key, hashes.SHA256())
            .public_bytes(serialization.Encoding.PEM)
        )

    def server(self, folder: Path, host: str = "127.0.0.1") -> ssl.SSLContext:
        key = ec.generate_private_key(ec.SECP256R1())
        subject = x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, host)])
        names = x509.SubjectAlternativeName([x509.IPAddress(ip_address(host))])
        made = self._certificate(subject, key.public_key()).add_extension(names, critical=False)
        file = folder / f"server-{host}.pem"
        file.write_bytes(
            key.private_bytes(
                serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
            )
            + made.sign(self.key, hashes.SHA256()).public_bytes(serialization.Encoding.PEM)
        )
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        context.load_cert_chain(file)
        return context

    def _certificate(self, subject: x509.Name, key: ec.EllipticCurvePublicKey) -> x509.CertificateBuilder:
        now, day = datetime.datetime.now(datetime.UTC), datetime.timedelta(days=1)
        builder = x509.CertificateBuilder().subject_name(subject).issuer_name(self.name).public_key(key)
        builder = builder.serial_number(x509.random_serial_number())
        return builder.not_valid_before(now - day).not_valid_after(now + day)


def test_tls_is_believed_only_with_the_right_authority_and_name(
    elasticsearch: ElasticServer, elastic_settings: ElasticSettings, tmp_path: Path
) -> None:
    ours, other = Authority(tmp_path, "ours"), Authority(tmp_path, "other")
    with proxy(elasticsearch.url, ours.server(tmp_path)) as between:
        secure = replace(elastic_settings, url=f"https://127.0.0.1:{between.port}", ca_file=ours.file)
        assert engine_of(secure).count() == 0
        for stranger in (other.file, None):
            with pytest.raises(IndexUnavailable) as caught:
                engine_of(replace(secure, ca_file=stranger)).count()
            assert "không xác minh được chứng thư" in caught.value.vi
        assert between.count("_count") == 1
    with proxy(elasticsearch.url, ours.server(tmp_path, "127.0.0.9")) as between:
        with pytest.raises(IndexUnavailable):
            engine_of(replace(secure, url=f"https://127.0.0.1:{between.port}")).count()
        assert between.seen == []


def engine_of(settings: ElasticSettings) -> ElasticEngine:
    return ElasticEngine(Server(settings), settings.index)
