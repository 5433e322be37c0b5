from ipaddress import IPv4Address

import pytest
from hypothesis import given
from hypothesis import strategies as st

from net.addresses import AddressPolicy

PUBLIC = ["1.1.1.1", "8.8.8.8", "113.160.0.1", "2606:4700:4700::1111", "2405:4800::1"]
REFUSED = [
    "127.0.0.1", "127.9.9.9", "10.0.0.1", "172.16.5.4", "192.168.1.1", "169.254.169.254", "100.64.0.1",
    "100.100.100.200", "0.0.0.0", "224.0.0.1", "255.255.255.255", "240.0.0.1", "192.0.0.192", "168.63.129.16",
    "198.18.0.1", "203.0.113.9", "::", "::1", "::ffff:1.1.1.1", "::ffff:127.0.0.1", "::7f00:1", "64:ff9b::7f00:1",
    "64:ff9b:1::1", "2002:7f00:1::", "2001::1", "2001:db8::1", "fe80::1", "fe80::1%eth0", "fd00:ec2::254", "fc00::1",
    "fec0::1", "ff02::1", "4000::1", "not-an-address", "",
]  # fmt: skip


@pytest.mark.parametrize("address", PUBLIC)
def test_admits_public_unicast(address: str) -> None:
    assert AddressPolicy().refusal(address) is None


@pytest.mark.parametrize("address", REFUSED)
def test_refuses_what_is_not_public(address: str) -> None:
    assert AddressPolicy().refusal(address)


def test_admits_listed_networks_and_nothing_beside() -> None:
    policy = AddressPolicy.of(["127.10.0.0/16", "::1"])
    assert policy.refusal("127.10.3.4") is None
    assert policy.refusal("::1") is None
    assert policy.refusal("127.11.0.1")


def test_admits_a_listed_host_wherever_it_resolves_to() -> None:
    policy = AddressPolicy.of(["Bao.Thu.Nghiem."])
    assert policy.refusal("10.1.2.3", "bao.thu.nghiem") is None
    assert policy.refusal("10.1.2.3", "other.thu.nghiem")


@pytest.mark.parametrize("entry", ["", "127.0.0.0/33", "http://x.vn/", "300.1.1.1", "10.0.0.1/8"])
def test_refuses_to_guess_what_an_entry_means(entry: str) -> None:
    with pytest.raises(ValueError):
        AddressPolicy.of([entry])


@given(st.ip_addresses(v=4))
def test_agrees_with_the_standard_library_on_what_is_not_global(ip: IPv4Address) -> None:
    if not ip.is_global:
        assert AddressPolicy().refusal(str(ip))


@given(st.ip_addresses(v=4))
def test_never_admits_an_ipv4_address_in_ipv6_clothes(ip: IPv4Address) -> None:
    assert AddressPolicy().refusal(f"::ffff:{ip}")
    assert AddressPolicy().refusal(f"64:ff9b::{ip}")
