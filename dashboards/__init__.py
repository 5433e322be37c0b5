"""The web application: server-side rendered pages, no build step, nothing from elsewhere."""

from dashboards.app import create_app
from dashboards.services import SearchHit, SearchPage, Services, SourceLine

__all__ = ["SearchHit", "SearchPage", "Services", "SourceLine", "create_app"]
