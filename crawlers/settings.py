"""All Scrapy settings of a round, in one place; nothing else configures it."""

from __future__ import annotations

from crawlers.plan import RoundPlan


def scrapy_settings(plan: RoundPlan) -> dict[str, object]:
    """Scrapy without its reactor, telnet, retries, cache and logs; with our handler and our middlewares."""
    handler = "crawlers.handler.GuardedHandler"
    return {
        "TWISTED_REACTOR_ENABLED": False,
        "DOWNLOAD_HANDLERS": {
            "http": handler, "https": handler, "data": None, "file": None, "ftp": None, "s3": None,
        },
        "USER_AGENT": plan.user_agent,
        "DEFAULT_REQUEST_HEADERS": {
            "Accept": "application/rss+xml,application/atom+xml,application/xml;q=0.9,text/html;q=0.9,*/*;q=0.5",
            "Accept-Language": "vi,en;q=0.5",
        },
        # Manners
        "CONCURRENT_REQUESTS": 0,
        "CONCURRENT_REQUESTS_PER_DOMAIN": 1,
        "DOWNLOAD_DELAY": plan.delay.total_seconds(),
        "DOWNLOAD_DELAY_JITTER": 0.25,
        "COOKIES_ENABLED": True,  # within the fetch of one feed only: every other request says dont_merge_cookies
        "DOWNLOADER_MIDDLEWARES_BASE": {
            "crawlers.middlewares.admission.Admission": 100,
            "crawlers.middlewares.leases.Leases": 200,
            "crawlers.middlewares.robots.RobotsRules": 300,
            "crawlers.middlewares.budget.Budget": 350,
            "scrapy.downloadermiddlewares.defaultheaders.DefaultHeadersMiddleware": 400,
            "scrapy.downloadermiddlewares.useragent.UserAgentMiddleware": 500,
            "crawlers.middlewares.redirects.Redirects": 600,
            "crawlers.middlewares.cookies.CookiesMiddleware": 700,
        },
        "SPIDER_MIDDLEWARES_BASE": {},
        "EXTENSIONS_BASE": {},
        "ITEM_PIPELINES_BASE": {},
        "TELNETCONSOLE_ENABLED": False,
        "DOWNLOADER_STATS": False,
        "STATS_DUMP": False,
        "LOG_ENABLED": False,
        "LOG_VERSIONS": [],
    }  # fmt: skip
