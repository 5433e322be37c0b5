"""Passwords, codes and patience, each for itself."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dashboards.sign_in.codes import address_of, as_recovery_code, code_at, new_key, new_recovery_codes, step_of
from dashboards.sign_in.passwords import faults, hash_password, is_right
from dashboards.sign_in.patience import PER_ADDRESS, PER_PERSON, Patience, password_keys, place_of

NOW = datetime(2026, 11, 22, 1, tzinfo=UTC)
STEP = int(NOW.timestamp()) // 30
#: The key of RFC 6238, appendix B (SHA-1), and its code at 2009-02-13 23:31:30 UTC.
RFC_KEY, RFC_CODE = "GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ", "005924"


def test_a_password_is_kept_as_argon2id_and_found_again() -> None:
    hashed = hash_password("cầu mới qua sông")
    assert hashed.startswith("$argon2id$")
    assert is_right("cầu mới qua sông", hashed)
    assert not is_right("cầu cũ qua sông", hashed)


def test_nobody_has_no_password() -> None:
    assert not is_right("", None)
    assert not is_right("cầu mới qua sông", "not a hash")


def test_length_counts_and_nothing_else_of_the_usual_rules() -> None:
    assert list(faults("bốn từ dễ nhớ thôi", "lan")) == []
    assert list(faults("ngắn", "lan"))
    assert list(faults("x" * 201, "lan"))


def test_codes_are_those_of_the_standard() -> None:
    at = datetime.fromtimestamp(1234567890, UTC)
    assert step_of(RFC_CODE, RFC_KEY, at, after=0) == 1234567890 // 30


@pytest.mark.parametrize(("seconds", "counts"), [(-60, False), (-30, True), (0, True), (30, True), (60, False)])
def test_a_phone_may_be_half_a_minute_off(seconds: int, counts: bool) -> None:
    key = new_key()
    code = code_at(key, STEP + seconds // 30)
    assert (step_of(code, key, NOW, after=0) is not None) is counts


def test_a_code_used_and_older_ones_count_no_more() -> None:
    key = new_key()
    assert step_of(code_at(key, STEP), key, NOW, after=STEP) is None
    assert step_of(code_at(key, STEP - 1), key, NOW, after=STEP) is None
    assert step_of(code_at(key, STEP + 1), key, NOW, after=STEP) == STEP + 1


@given(st.text(max_size=12))
def test_no_text_breaks_the_check(typed: str) -> None:
    step_of(typed, RFC_KEY, NOW, after=0)
    as_recovery_code(typed)


def test_generators_read_who_and_where() -> None:
    address = address_of(new_key(), "lan", "Điểm báo Ninh Bình")
    assert address.startswith("otpauth://totp/")
    assert "lan" in address


def test_recovery_codes_are_read_however_they_are_typed() -> None:
    for code in new_recovery_codes():
        assert as_recovery_code(code.upper().replace("-", " ")) == code


@given(st.integers(0, 10_000), st.integers(0, 100_000))
def test_the_wait_is_bounded_and_ends(failures: int, seconds: int) -> None:
    span = PER_PERSON.wait(failures, NOW, NOW + timedelta(seconds=seconds))
    assert timedelta(0) <= span <= PER_PERSON.longest
    assert PER_PERSON.wait(failures, NOW, NOW + PER_PERSON.longest) == timedelta(0)


def test_the_wait_doubles_after_some_free_guesses() -> None:
    one = Patience(2, timedelta(seconds=60))
    assert [one.wait(n, NOW, NOW).total_seconds() for n in range(9)] == [0, 0, 1, 2, 4, 8, 16, 32, 60]


def test_own_browsers_are_counted_apart_from_the_address() -> None:
    own = {key for key, _ in password_keys("lan", "10.0.0.1", "a-browser")}
    strange = {key for key, _ in password_keys("lan", "10.0.0.1", None)}
    neighbour = {key for key, _ in password_keys("minh", "10.0.0.1", None)}
    assert not own & strange
    assert len(strange & neighbour) == 1, "the address itself"
    assert PER_ADDRESS.longest < PER_PERSON.longest


@pytest.mark.parametrize(
    ("address", "place"),
    [
        ("10.0.0.1", "10.0.0.1"),
        ("::ffff:10.0.0.1", "10.0.0.1"),
        ("2001:db8:1:2:aaaa::1", "2001:db8:1:2::/64"),
        ("testclient", "unknown"),
    ],
)
def test_one_customer_is_one_place(address: str, place: str) -> None:
    assert place_of(address) == place
