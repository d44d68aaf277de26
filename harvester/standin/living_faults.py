"""What goes wrong with a site in some nights: of the host, of the line, of what it shows."""

from collections.abc import Sequence
from random import Random

from harvester.standin.faults import Fault

_ONE_IN = 3
"""So many nights for each one in which something goes wrong."""


def faults_of(seed: int, night: int, pages: Sequence[str], lists: Sequence[str]) -> list[Fault]:
    """The faults of a night, none in most; decided by the seed and the night's number.

    Args:
        seed: that of the town.
        night: its number.
        pages: regular expressions, one for each kind of page and for documents.
        lists: those of the lists.
    """
    rng = Random(f"{seed}/faults/{night}")  # noqa: S311 - not a secret
    if rng.random() * _ONE_IN >= 1:
        return []
    page, some = rng.choice(pages), 1 + int(rng.random() * 12)
    choice: tuple[list[Fault], ...] = (
        [Fault("", "status", value=rng.choice((500, 503)))],
        [Fault("", "status", some, value=503)],
        [Fault(page, "status", value=500)],
        [Fault(page, "status", some, value=503)],
        [Fault(page, "cut", some, value=2000)],
        [Fault(page, "cut", value=1500)],
        [Fault(page, "truncate", some, value=int(3000 + rng.random() * 9000))],
        [Fault(page, "truncate", value=int(3000 + rng.random() * 9000))],
        [Fault("", "delay", 20, value=0.02)],
        [Fault(page, "refuse_page")],
        [Fault(page, "refuse_page", value="captcha")],
        [Fault(page, "login", value="redirect")],
        [Fault(rng.choice(lists), "login")],
        [Fault(rng.choice(lists), "empty_list")],
        [Fault("|".join(lists), "empty_list")],
        [Fault(page, "redirect", some, value="/ratsinfo/wartung.html")],
        [Fault(page, "redirect", value="/ratsinfo/wartung.html")],
        [Fault(page, "body", some, body=b"<html><body>Wartungsarbeiten</body></html>")],
    )
    return list(rng.choice(choice))
