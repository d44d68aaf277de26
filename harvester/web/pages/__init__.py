"""The pages of our own, by address."""

from typing import Any

from harvester.web.pages.committee import committee
from harvester.web.pages.coverage import coverage
from harvester.web.pages.meeting import meeting
from harvester.web.pages.paper import paper
from harvester.web.pages.search import search
from harvester.web.pages.start import guide, start

ROUTES: list[tuple[str, Any]] = [
    (r"^/$", start),
    (r"^/hilfe$", guide),
    (r"^/suche$", search),
    (r"^/vorlage/(?P<id>.+)$", paper),
    (r"^/gremium/(?P<id>.+)$", committee),
    (r"^/sitzung/(?P<id>.+)$", meeting),
    (r"^/abdeckung$", coverage),
]
