"""What a paper looks like, without its way: subject, texts, files, people, with every trap."""

from datetime import date
from random import Random

from harvester.standin import content
from harvester.standin.model import Attachment, Heading, Paper, Section

KINDS = ("öffentliche Beschlussvorlage",) * 3 + ("Antrag", "Mitteilungsvorlage", "Anfrage")
HEADINGS: tuple[Heading, ...] = ("h4", "bold", "both", "empty", "none")


def bare_paper(
    rng: Random, n: int, trap: str, *, number: int, reference: str, created: date
) -> Paper:
    """The n-th paper of a town, with the trap whose turn it is, before any committee has it."""
    return Paper(
        number=number,
        reference=reference,
        subject=_subject(rng, trap),
        kind=rng.choice(KINDS),
        created=created,
        sections=_sections(rng, number, trap),
        attachments=_attachments(rng, trap),
        authors=_authors(rng, trap),
        file_number=f"{n % 60}/FBL-{n % 9}" if trap == "file number" else None,
        lead=rng.choice(content.LEADS),
        clerk=rng.choice(content.CLERKS) if n % 8 else None,
        participants=content.PARTICIPANTS[: 1 + n % 3] if trap == "participants" else (),
        collected=n % 3 == 0,
    )


def _subject(rng: Random, trap: str) -> tuple[str, ...]:
    if trap == "quotes":
        return (content.quoted_subject(rng),)
    first = content.subject(rng)
    return (first, rng.choice(content.SECOND_LINES)) if trap == "lines" else (first,)


def _sections(rng: Random, number: int, trap: str) -> tuple[Section, ...]:
    codes = ["FA", "BV", "SV", "AN"]
    size = {"no blocks": 0, "five blocks": 5}.get(trap, 1 + int(rng.random() * 4))
    codes = [*codes, "WP"] if size == 5 else rng.sample(codes, size)
    return tuple(
        Section(code, HEADINGS[(number + i) % len(HEADINGS)], seed=number * 10 + i)
        for i, code in enumerate(codes)
    )


def _attachments(rng: Random, trap: str) -> tuple[Attachment, ...]:
    size = 4 if trap == "many files" else int(rng.random() * 2)
    return tuple(
        Attachment(n, content.attachment_name(rng), 20 + int(rng.random() * 3000))
        for n in range(1, size + 1)
    )


def _authors(rng: Random, trap: str) -> tuple[str, ...]:
    author = rng.choice(content.ROLES)
    if trap == "two authors":
        return ("1. Fachbereichsleitung", f"2. {author}")
    if trap == "phone":
        return (f"{author}, Tel 3533",)
    return () if trap == "no author" else (author,)
