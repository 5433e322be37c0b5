"""One POST through the guarded client, for the channels that speak HTTPS."""

from __future__ import annotations

import asyncio
import ssl
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import timedelta

from alerts.parcels import Undelivered
from net.addresses import AddressPolicy
from net.bounds import Bounds
from net.client import Answer, GuardedClient
from net.failures import BadCertificate, NotConnected
from news.errors import FetchError, PrivateAddress

_BOUNDS = Bounds(page_bytes=1_000_000, answer_time=timedelta(seconds=30))
#: Seconds; what servers give as the life of a key or as a wait, within reason.
_LONGEST_WAIT = 30 * 86_400.0
_JSON = (("Content-Type", "application/json; charset=utf-8"), ("User-Agent", "diembao"))


@dataclass(frozen=True, slots=True)
class Poster:
    """Public addresses only, unless the administrator named others; no redirects, certificates verified."""

    addresses: AddressPolicy = field(default_factory=AddressPolicy)
    hosts: Mapping[str, str] = field(default_factory=dict)
    context: ssl.SSLContext | None = None

    def post(self, url: str, body: bytes, headers: Sequence[tuple[str, str]] = _JSON) -> Answer:
        """Raises ``Undelivered``; its words never hold the address, which may carry a key."""
        try:
            return asyncio.run(self._post(url, body, headers))
        except PrivateAddress as error:
            raise Undelivered(f"địa chỉ nội bộ, không được phép gửi ({error.reason})", helps=False) from None
        except BadCertificate as error:
            raise Undelivered(f"chứng thư không hợp lệ: {error.reason}", is_down=True) from None
        except NotConnected as error:
            raise Undelivered(f"không kết nối được: {error.reason}", is_down=True) from None
        except FetchError as error:
            raise Undelivered(f"mất kết nối khi đang gửi: {error.reason}", may_have_arrived=True) from None

    async def _post(self, url: str, body: bytes, headers: Sequence[tuple[str, str]]) -> Answer:
        async with GuardedClient(self.addresses, _BOUNDS, hosts=self.hosts, context=self.context) as client:
            return await client.post(url, body, headers)


def seconds_of(value: object) -> timedelta | None:
    """A wait in seconds as a server gave it, or ``None``."""
    try:
        return timedelta(seconds=max(0.0, min(float(str(value)), _LONGEST_WAIT)))
    except ValueError:
        return None
