"""The whole look, in the order in which things depend on each other: what cannot be asked is left out."""

from __future__ import annotations

import os
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path

from config.settings import Configuration
from jobs.doctor.channels import credential_findings, mail_findings, model_findings, people_findings
from jobs.doctor.finding import Finding, failed, fine
from jobs.doctor.machine import (
    clock_findings,
    disk_findings,
    font_findings,
    is_synchronised,
    secret_findings,
    zone_findings,
)
from jobs.doctor.store import index_findings, public_findings, store_findings
from jobs.wiring import policy_of, read_configuration
from news.errors import ConfigErrors
from storage import open_storage


def examine(folder: Path, now: datetime) -> Iterator[Finding]:
    """Look at everything; nothing is changed, sent or migrated."""
    try:
        configuration = read_configuration(folder)
    except ConfigErrors as errors:
        for one in errors.errors:
            yield failed("cấu hình", one.vi, "Sửa dòng này; diembao init tạo một thư mục mẫu để so.")
    else:
        yield fine("cấu hình", f"{folder}: {configuration.province.name}, {len(configuration.sources)} nguồn")
        yield from _office(configuration, now)
    yield from font_findings()
    yield from zone_findings(now)


def _office(configuration: Configuration, now: datetime) -> Iterator[Finding]:
    policy = policy_of(configuration)
    yield from disk_findings(configuration.data_folder)
    look, findings = store_findings(configuration, now)
    yield from findings
    if look is not None and look.is_current and not look.damage:
        yield from index_findings(configuration)
        storage = open_storage(configuration.database_url)
        try:
            yield from people_findings(storage, configuration.province.id)
        finally:
            storage.close()
        yield from public_findings(configuration)
    yield from clock_findings(look, now, is_synchronised())
    yield from secret_findings(configuration, os.environ)
    yield from credential_findings(configuration, policy)
    yield from mail_findings(configuration, policy)
    yield from model_findings(configuration)
