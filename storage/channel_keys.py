"""Keys that a channel exchanges for new ones at each use: the newest must never be lost."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Connection, select

from storage.alert_tables import channel_token
from storage.dialects import insert


@dataclass(frozen=True, slots=True)
class ChannelKeys:
    """A channel's keys; ``sign`` names the configured key they descend from."""

    sign: str
    access: str
    refresh: str
    expires_at: datetime


class ChannelKeyring:
    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def get(self, channel: str) -> ChannelKeys | None:
        row = self._connection.execute(select(channel_token).where(channel_token.c.channel == channel)).first()
        return None if row is None else ChannelKeys(row.sign, row.access, row.refresh, row.expires_at)

    def put(self, channel: str, keys: ChannelKeys) -> None:
        row = {
            "channel": channel,
            "sign": keys.sign,
            "access": keys.access,
            "refresh": keys.refresh,
            "expires_at": keys.expires_at,
        }
        statement = insert(self._connection, channel_token).values(row)
        changed = {name: statement.excluded[name] for name in row if name != "channel"}
        self._connection.execute(statement.on_conflict_do_update(index_elements=["channel"], set_=changed))
