"""The interface under schemathesis: whatever is asked, it answers as it is described, and never breaks."""

from __future__ import annotations

import pytest
import schemathesis
from hypothesis import HealthCheck, settings
from schemathesis.checks import not_a_server_error
from schemathesis.specs.openapi.checks import (
    content_type_conformance,
    response_schema_conformance,
    status_code_conformance,
)

from dashboards.api.openapi import ALL, describe
from dashboards.app import create_app
from news.people import Role
from tests.dashboards.office import ADDRESS, services
from tests.dashboards.test_api import GIVEN, FakeOwn

app = create_app(services(own=FakeOwn(), **{**GIVEN, "articles": None}))
schema = schemathesis.openapi.from_dict(describe([one for one in ALL if one.page.name != "api_article"]))
schema.app = app
schema.config.base_url = ADDRESS


@schema.parametrize()
@settings(max_examples=10, deadline=None, suppress_health_check=list(HealthCheck), derandomize=True)
@pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning")
def test_it_answers_as_described(case: schemathesis.Case) -> None:
    case.call_and_validate(
        headers={"authorization": f"Bearer {Role.EDITOR}"},
        checks=[
            not_a_server_error,
            status_code_conformance,
            content_type_conformance,
            response_schema_conformance,
        ],
    )
