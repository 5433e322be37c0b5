"""The office's identity provider: OpenID Connect, authorization code with PKCE. The only place with ``authlib``.

What the provider says is believed only when its signed word (``id_token``) is whole: signature by a key of its own,
issuer, audience, time, and the nonce that this sign-in began with.
"""

from __future__ import annotations

import json
import secrets
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode, urlsplit

import httpx2
from authlib.integrations.base_client import OAuthError
from authlib.integrations.httpx_client import OAuth2Client
from joserfc import jwt
from joserfc.errors import JoseError
from joserfc.jwk import KeySet

from news.errors import NewsError
from news.times import Clock

#: Signatures that are believed; no shared secrets, no "none".
_ALGORITHMS = ["RS256", "PS256", "ES256", "EdDSA"]
_TIMEOUT = 10.0
_LEEWAY = 60


class ProviderError(NewsError):
    """The provider did not answer, or its word is not whole. The log has the reason, the reader a sentence."""

    @property
    def vi(self) -> str:
        return "Không đăng nhập được bằng tài khoản cơ quan; hãy thử lại hoặc báo người quản trị."


@dataclass(frozen=True, slots=True)
class Begun:
    """A sign-in on its way through the provider; kept in the browser that began it."""

    state: str
    nonce: str
    verifier: str

    def pack(self) -> str:
        return f"{self.state}.{self.nonce}.{self.verifier}"

    @classmethod
    def unpack(cls, packed: str) -> Begun:
        """Raises ``ProviderError`` for anything that ``pack`` did not write."""
        parts = packed.split(".")
        if len(parts) != 3 or not all(parts):
            raise ProviderError("no sign-in was begun in this browser")
        return cls(*parts)


class Provider:
    """One provider. ``claim`` is what names a person there."""

    def __init__(self, issuer: str, client_id: str, client_secret: str, claim: str, clock: Clock) -> None:
        self._issuer, self._id, self._secret, self._claim = issuer, client_id, client_secret, claim
        self._clock = clock
        self._found: dict[str, Any] | None = None

    def begin(self, back: str) -> tuple[str, Begun]:
        """Where to send the browser, and what it has to bring back."""
        begun = Begun(secrets.token_urlsafe(24), secrets.token_urlsafe(24), secrets.token_urlsafe(48))
        endpoint = self._discovered()["authorization_endpoint"]
        with self._client(back) as client:
            url, _ = client.create_authorization_url(
                endpoint, state=begun.state, nonce=begun.nonce, code_verifier=begun.verifier
            )
        return url, begun

    def finish(self, answer: Mapping[str, str], begun: Begun, back: str) -> str:
        """Whom the provider vouches for, as its ``claim`` names them. Raises ``ProviderError``."""
        if not secrets.compare_digest(answer.get("state", "").encode(), begun.state.encode()):
            raise ProviderError("the answer belongs to another sign-in")
        if "error" in answer or "code" not in answer:
            raise ProviderError("the provider refused")
        found = self._discovered()
        try:
            with self._client(back) as client:
                response = f"{back}?{urlencode({'code': answer['code'], 'state': begun.state})}"
                token = client.fetch_token(
                    found["token_endpoint"],
                    authorization_response=response,
                    state=begun.state,
                    code_verifier=begun.verifier,
                )
            keys = KeySet.import_key_set({"keys": _get(found["jwks_uri"])["keys"]})
            claims = jwt.decode(str(token.get("id_token", "")), keys, algorithms=_ALGORITHMS).claims
            self._check(claims, begun.nonce)
        except (OAuthError, JoseError, httpx2.HTTPError, ValueError, KeyError) as error:
            raise ProviderError(f"no valid word from the provider: {type(error).__name__}") from error
        return self._subject(claims)

    def _check(self, claims: dict[str, Any], nonce: str) -> None:
        registry = jwt.JWTClaimsRegistry(
            now=lambda: int(self._clock().timestamp()),
            leeway=_LEEWAY,
            iss={"essential": True, "value": self._issuer},
            aud={"essential": True, "value": self._id},
            exp={"essential": True},
            iat={"essential": True},
            nonce={"essential": True, "value": nonce},
        )
        registry.validate(claims)
        if isinstance(claims["aud"], list) and len(claims["aud"]) > 1 and claims.get("azp") != self._id:
            raise ProviderError("issued to another application")

    def _subject(self, claims: dict[str, Any]) -> str:
        if self._claim == "email" and claims.get("email_verified") is not True:
            raise ProviderError("the provider does not vouch for the address")
        subject = claims.get(self._claim)
        if not isinstance(subject, str) or not subject:
            raise ProviderError(f"no claim {self._claim!r}")
        return subject

    def _client(self, back: str) -> OAuth2Client:
        return OAuth2Client(
            self._id,
            self._secret,
            scope="openid email profile" if self._claim != "sub" else "openid",
            redirect_uri=back,
            code_challenge_method="S256",
            timeout=_TIMEOUT,
        )

    def _discovered(self) -> dict[str, Any]:
        """What the provider says of itself; asked once."""
        if self._found is None:
            try:
                found = _get(f"{self._issuer}/.well-known/openid-configuration")
            except (httpx2.HTTPError, ValueError) as error:
                raise ProviderError(f"no discovery document: {type(error).__name__}") from error
            if found.get("issuer", "").rstrip("/") != self._issuer:
                raise ProviderError("the discovery document is of another issuer")
            for name in ("authorization_endpoint", "token_endpoint", "jwks_uri"):
                if urlsplit(str(found.get(name, ""))).scheme != urlsplit(self._issuer).scheme:
                    raise ProviderError(f"no usable {name}")
            self._found = found
        return self._found


def _get(url: str) -> dict[str, Any]:
    answer = httpx2.get(url, timeout=_TIMEOUT)
    answer.raise_for_status()
    found: dict[str, Any] = json.loads(answer.text)
    return found
