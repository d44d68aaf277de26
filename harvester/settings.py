"""Scrapy's settings: `scrapy crawl` reads them as they are, `harvester crawl` adds options."""

from typing import Any

from harvester import DATA, __version__
from harvester.markup import MAX_BYTES
from harvester.schedule import ROTATION, Nightly

BOT_NAME = "council-harvester"
SPIDER_MODULES = ["spiders"]

#: The archive that a crawl writes, and where a council's staff can write to.
ARCHIVE = str(DATA / "archive.sqlite")
CONTACT = ""


def user_agent(contact: str) -> str:
    """An honest name, with an address to complain to where one is set."""
    return f"{BOT_NAME}/{__version__}" + (f" (+{contact})" if contact else "")


USER_AGENT = user_agent(CONTACT)

# Manners: one connection, a pause, slower when the host is slower, robots.txt.
ROBOTSTXT_OBEY = True
CONCURRENT_REQUESTS = 1
CONCURRENT_REQUESTS_PER_DOMAIN = 1
#: A page gives one item; Scrapy would start a hundred tasks for it.
CONCURRENT_ITEMS = 1
#: Scrapy would read the callbacks' source again for every page, to warn of what mypy rules out.
WARN_ON_GENERATOR_RETURN_VALUE = False
DOWNLOAD_DELAY = 1.0
AUTOTHROTTLE_ENABLED = True
AUTOTHROTTLE_START_DELAY = 1.0
AUTOTHROTTLE_MAX_DELAY = 60.0
RETRY_TIMES = 2
RETRY_HTTP_CODES = [408, 500, 502, 503, 504, 522, 524]
#: Seconds before the first retry of a page; each further one waits three times as long.
RETRY_BACKOFF = 5.0

# Limits: a council page is small, and a host that sends nothing for a minute is not answering.
DOWNLOAD_TIMEOUT = 60
DOWNLOAD_MAXSIZE = MAX_BYTES
DOWNLOAD_WARNSIZE = 5_000_000
REDIRECT_MAX_TIMES = 5
#: A page must not send the crawler anywhere by what it says.
METAREFRESH_ENABLED = False
#: The spider judges every status itself, so that a refusal is told from a missing page.
HTTPERROR_ALLOW_ALL = True

# Cookies would make Scrapy fetch a list of domains from the internet; the one list that needs a
# session carries its cookie itself.
COOKIES_ENABLED = False
TELNETCONSOLE_ENABLED = False
REMOTE_CONTROL_ENABLED = False

SCHEDULER = "harvester.crawling.frontier.FrontierScheduler"
DUPEFILTER_CLASS = "scrapy.dupefilters.BaseDupeFilter"
# What a page leads to is in the archive; neither depth nor referrer says more.
REFERER_ENABLED = False
SPIDER_MIDDLEWARES: dict[str, int | None] = {"scrapy.spidermiddlewares.depth.DepthMiddleware": None}
DOWNLOADER_MIDDLEWARES: dict[str, int | None] = {
    "scrapy.downloadermiddlewares.retry.RetryMiddleware": None,
    "harvester.crawling.manners.BackoffRetry": 550,
    # decompression is at 590: what is recorded and redirected has its plain body
    "harvester.crawling.recorder.Recorder": 580,
    "scrapy.downloadermiddlewares.redirect.RedirectMiddleware": None,
    "harvester.crawling.manners.RedirectOnHost": 570,
    "scrapy.downloadermiddlewares.robotstxt.RobotsTxtMiddleware": None,
    "harvester.crawling.manners.StrictRobots": 100,
}
EXTENSIONS: dict[str, int | None] = {
    "harvester.crawling.session.CrawlSession": 0,
    "scrapy.extensions.throttle.AutoThrottle": None,
    "harvester.crawling.manners.PoliteThrottle": 10,
}
ITEM_PIPELINES = {
    "pipelines.documents.DocumentsPipeline": 100,
    "pipelines.normalize.NormalizePipeline": 200,
    "pipelines.check.CheckPipeline": 300,
    "pipelines.store.StorePipeline": 400,
}

#: Bytes after which a run begins another WARC file.
WARC_MAXSIZE = 1_000_000_000

# A night's limits; 0 and "": none. The night re-reads everything within so many nights.
NIGHT_REQUESTS = 0
NIGHT_UNTIL = ""
NIGHT_ROTATION = ROTATION

# Documents: whether they are fetched at all, and limits of their own.
DOCUMENTS = True
DOCUMENT_MAXSIZE = 100_000_000
DOCUMENT_TIMEOUT = 300
#: Bytes of responses that may be under work before the crawl pauses; documents are read meanwhile.
SCRAPER_SLOT_MAX_ACTIVE_SIZE = 2 * DOCUMENT_MAXSIZE

LOG_LEVEL = "WARNING"


def overrides(
    *,
    archive: str,
    delay: float | None,
    contact: str | None,
    documents: bool,
    nightly: Nightly | None,
) -> dict[str, Any]:
    """The settings that the command line changes; a delay of 0 is for a site of one's own."""
    settings: dict[str, Any] = {"ARCHIVE": archive, "DOCUMENTS": documents}
    if nightly is not None:
        settings |= {
            "NIGHT_REQUESTS": nightly.requests or 0,
            "NIGHT_UNTIL": nightly.until.isoformat() if nightly.until else "",
            "NIGHT_ROTATION": nightly.rotation,
        }
    if delay is not None:
        settings |= {"DOWNLOAD_DELAY": delay, "AUTOTHROTTLE_START_DELAY": delay}
        settings["AUTOTHROTTLE_ENABLED"] = delay > 0
    if contact:
        settings |= {"CONTACT": contact, "USER_AGENT": user_agent(contact)}
    return settings
