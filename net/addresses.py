"""Which IP addresses may be contacted: public unicast, and what the administrator allows. Pure.

The check belongs to the moment of connection, after resolution (``net.client``): a name that resolves to a
public address once and to a private one later gains nothing.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from ipaddress import IPv4Address, IPv4Network, IPv6Address, IPv6Network, ip_address, ip_network

#: IANA special-purpose registries, and one metadata service that hides on a public address.
_REFUSED: tuple[tuple[IPv4Network | IPv6Network, str], ...] = tuple(
    (ip_network(network), reason)
    for network, reason in (
        ("0.0.0.0/8", "this network"),
        ("10.0.0.0/8", "private"),
        ("100.64.0.0/10", "shared by a carrier (CGNAT)"),
        ("127.0.0.0/8", "loopback"),
        ("168.63.129.16/32", "metadata service"),
        ("169.254.0.0/16", "link-local"),
        ("172.16.0.0/12", "private"),
        ("192.0.0.0/24", "reserved"),
        ("192.0.2.0/24", "documentation"),
        ("192.88.99.0/24", "6to4 relay"),
        ("192.168.0.0/16", "private"),
        ("198.18.0.0/15", "benchmark"),
        ("198.51.100.0/24", "documentation"),
        ("203.0.113.0/24", "documentation"),
        ("224.0.0.0/4", "multicast"),
        ("240.0.0.0/4", "reserved"),
        ("::/96", "loopback or unspecified"),
        ("::ffff:0:0/96", "IPv4 in IPv6 clothes"),
        ("64:ff9b::/96", "IPv4 behind NAT64"),
        ("64:ff9b:1::/48", "IPv4 behind NAT64"),
        ("100::/64", "discard"),
        ("2001::/23", "reserved"),
        ("2001:db8::/32", "documentation"),
        ("2002::/16", "IPv4 behind 6to4"),
        ("3fff::/20", "documentation"),
        ("5f00::/16", "segment routing"),
        ("fc00::/7", "private"),
        ("fe80::/10", "link-local"),
        ("fec0::/10", "private"),
        ("ff00::/8", "multicast"),
    )
)
_GLOBAL_IPV6 = IPv6Network("2000::/3")


@dataclass(frozen=True, slots=True)
class AddressPolicy:
    """Public addresses, and those the administrator named: networks, or hosts wherever they resolve to."""

    networks: tuple[IPv4Network | IPv6Network, ...] = ()
    hosts: frozenset[str] = frozenset()

    @classmethod
    def of(cls, allow_hosts: Iterable[str] = ()) -> AddressPolicy:
        """Read ``allow_hosts``: networks (``127.10.0.0/16``), addresses, host names; else ``ValueError``."""
        networks: list[IPv4Network | IPv6Network] = []
        hosts: set[str] = set()
        for entry in allow_hosts:
            text = entry.strip().strip("[]")
            try:
                networks.append(ip_network(text))
            except ValueError:
                if not text or "/" in text or ":" in text or text.replace(".", "").isdigit():
                    raise ValueError(f"neither a network, an address nor a host name: {entry!r}") from None
                hosts.add(text.lower().rstrip("."))
        return cls(tuple(networks), frozenset(hosts))

    def refusal(self, address: str, host: str = "") -> str | None:
        """Return why this address may not be contacted, or ``None``. ``host``: the name that led to it."""
        if host.lower().rstrip(".") in self.hosts:
            return None
        try:
            ip = ip_address(address.partition("%")[0])
        except ValueError:
            return "not an IP address"
        if any(ip.version == network.version and ip in network for network in self.networks):
            return None
        return _special(ip)


def _special(ip: IPv4Address | IPv6Address) -> str | None:
    for network, reason in _REFUSED:
        if ip.version == network.version and ip in network:
            return reason
    if isinstance(ip, IPv6Address) and ip not in _GLOBAL_IPV6:
        return "not allocated for global use"
    # A registry newer than this list may live in the standard library.
    return None if ip.is_global and not ip.is_multicast else "not public"
