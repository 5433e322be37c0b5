"""Where the program shows its figures to a monitor: ``[metrics]`` of ``province.toml``."""

from __future__ import annotations

import ipaddress
from dataclasses import dataclass

from config.tables import Table

LOOPBACK = "127.0.0.1"


@dataclass(frozen=True, slots=True)
class MetricsSettings:
    """``port`` 0: ``diembao run`` shows nothing; ``diembao metrics`` then takes its usual port."""

    listen: str = LOOPBACK
    port: int = 0


def read_metrics(table: Table) -> MetricsSettings:
    """Read and check ``[metrics]``."""
    listen = table.text("listen", LOOPBACK)
    try:
        ipaddress.ip_address(listen)
    except ValueError:
        table.fault("listen", 'a numeric address such as "127.0.0.1"')
        listen = LOOPBACK
    settings = MetricsSettings(listen, table.integer("port", 0, most=65535))
    table.finish()
    return settings
