"""The channels of one office put together, and the border that every letter passes (SCOPE §5)."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime

from alerts.borders import police_reason
from alerts.channels.email import EmailChannel
from alerts.channels.post import Poster
from alerts.channels.telegram import TelegramChannel
from alerts.channels.webhook import WebhookChannel
from alerts.channels.zalo import ZaloChannel
from alerts.delivery import Delivery
from alerts.liaison import LIAISON, LiaisonChannel, announce
from alerts.parcels import Channel, Parcel, Steps, Undelivered
from jobs.wiring import Office
from net.addresses import AddressPolicy
from news.claims import Correction
from storage import Storage, Waiting, Work
from storage.channel_keys import ChannelKeys

_ZALO = "zalo"


def _never() -> bool:
    return False


def delivery_of(office: Office, stopping: Callable[[], bool] = _never) -> Delivery:
    """What drains the office's outbox."""
    policy = office.policy

    def border(waiting: Waiting) -> str | None:
        # The liaison's own channel holds no address and makes its text of a published version.
        return None if waiting.channel == LIAISON else police_reason(policy.liaison, waiting.recipient)

    return Delivery(office.storage, channels_of(office), border, office.clock, stopping=stopping)


def channels_of(office: Office) -> dict[str, Channel]:
    configuration, policy = office.configuration, office.policy
    secrets, crawl = configuration.post, configuration.crawl
    poster = Poster(AddressPolicy.of(crawl.allow_hosts), crawl.hosts)
    mail: Channel = _NoMail()
    if policy.mail is not None:
        mail = EmailChannel(policy.mail, secrets.smtp_user, secrets.smtp_password, clock=office.clock)
    return {
        "email": mail,
        "telegram": TelegramChannel(secrets.telegram_token, poster),
        "webhook": WebhookChannel(secrets.webhook_secret, poster, office.clock),
        _ZALO: ZaloChannel(
            policy.zalo_app,
            secrets.zalo_secret,
            secrets.zalo_refresh,
            _StoredKeys(office.storage, office.province),
            poster,
            office.clock,
        ),
        LIAISON: LiaisonChannel(
            policy.liaison,
            mail,
            lambda claim_id: _versions(office.storage, claim_id),
            configuration.public.address,
        ),
    }


def announcer(office: Office) -> Callable[[Work, Correction], None]:
    """What follows from a publication, in its transaction (``factcheck.reviewing.Announce``)."""

    def tell(work: Work, correction: Correction) -> None:
        announce(work, correction, office.policy.liaison)

    return tell


def forget_links(storage: Storage, now: datetime) -> None:
    """Links that have run out are forgotten."""
    with storage.begin() as work:
        work.alerts.drop_tokens(now)


def _versions(storage: Storage, claim_id: int) -> tuple[Correction, ...]:
    with storage.read() as work:
        return tuple(work.corrections.versions(claim_id))


class _NoMail:
    """The office has named no mail server yet; its letters wait."""

    def send(self, _parcel: Parcel, _steps: Steps) -> None:
        raise Undelivered("chưa có máy chủ thư: mục [mail] trong recipients.toml", is_down=True)


class _StoredKeys:
    """Zalo's keys in the store, each in a transaction of its own."""

    def __init__(self, storage: Storage, province: str) -> None:
        self._storage, self._name = storage, f"{province}/{_ZALO}"

    def get(self) -> ChannelKeys | None:
        with self._storage.read() as work:
            # Kept without a province by an older version of the program; whose they are, their sign says.
            return work.channel_keys.get(self._name) or work.channel_keys.get(_ZALO)

    def put(self, keys: ChannelKeys) -> None:
        with self._storage.begin() as work:
            work.channel_keys.put(self._name, keys)
