"""A paper (vo0050), its Beratungsfolge (vo0053), a motion (ag0050)."""

from collections.abc import Iterator

from harvester.standin.bochum.frames import Tab, box, framed
from harvester.standin.bochum.look import Fact, Look
from harvester.standin.bochum.model import Paper, Step

_COLUMNS = ("Datum", "Gremium", "TOP", "Beratungsart", "Status", "Ergebnis")


def paper_page(look: Look, paper: Paper) -> str:
    """vo0050: the tab that tells what a paper is and lists its documents."""
    rows: list[tuple[Fact, ...]] = [
        (("vobetr", "Betreff", look.text(paper.subject)),),
        (("voname", "Vorlage", look.text(paper.reference)),),
        (("vovaname", "Art", look.text(paper.kind)),),
    ]
    if paper.file_number:
        rows.insert(2, (("voakz", "Aktenzeichen", look.text(paper.file_number)),))
    if look.layout == 4:
        rows = [
            (("voname", "Name", look.text(paper.reference)),
             ("vodat", "Datum", f"{paper.created:%d.%m.%Y}")),
            (("vovaname", "Art", look.text(paper.kind)),),
            (("vobetr", "Betreff", look.text(paper.subject)),),
        ]  # fmt: skip
    return _informed(look, "vo0050", paper, rows, _tabs(look, paper, "vo0050"))


def motion_page(look: Look, motion: Paper) -> str:
    """ag0050: a motion. No real page was at hand; modelled on vo0050."""
    rows: list[tuple[Fact, ...]] = [
        (("agbetr", "Betreff", look.text(motion.subject)),),
        (("agname", "Antrag", look.text(motion.reference)),),
        (("agdat", "Datum", f"{motion.created:%d.%m.%Y}"), ("agart", "Art", motion.kind)),
    ]
    tabs: list[Tab] = [(look.address("ag0050", __kagnr=motion.number), "Informationen", True)]
    return _informed(look, "ag0050", motion, rows, tabs)


def _informed(
    look: Look, script: str, paper: Paper, rows: list[tuple[Fact, ...]], tabs: list[Tab]
) -> str:
    facts, files = look.facts(script, rows), look.files(paper.documents, info=True)
    main = f"{facts}{files}"
    if look.layout > 4:
        main = f'<div class="row">\n\n{box(facts)}{box(files)}</div><!-- /meta-row -->\n'
    return framed(look, script, paper.subject, main, tabs=tabs)


def steps_page(look: Look, paper: Paper) -> str:
    """vo0053: the Beratungsfolge; a table before layout 6, there a stack of cards."""
    if look.layout == 6:
        cards = "".join(_card(look, paper, step, n) for n, step in enumerate(paper.steps, 1))
        main = f'<div id="smcaccordion" class="accordion">\n{cards}</div>\n'
    else:
        head = "".join(f'<th class="smc_th">{name}&nbsp;</th>' for name in _COLUMNS)
        rows = "".join(_row(look, step, n) for n, step in enumerate(paper.steps))
        main = (
            '<table id="smc_page_vo0053_contenttable1" class="smccontenttable '
            'smc_page_vo0053_contenttable" summary="Inhalt der Tabelle: Beratungen der Vorlage">'
            f"<thead><tr>{head}</tr></thead><tbody>\n{rows}</tbody></table>\n"
        )
    return framed(look, "vo0053", paper.subject, main, tabs=_tabs(look, paper, "vo0053"))


def _tabs(look: Look, paper: Paper, active: str) -> list[Tab]:
    return [
        (look.address(script, __kvonr=paper.number), text, script == active)
        for script, text in (("vo0050", "Informationen"), ("vo0053", "Beratungen"))
    ]


def _line(look: Look, step: Step) -> Iterator[str]:
    """The words of a card's heading; a step that is not dated yet is only its committee."""
    if step.day is None:
        yield step.committee.name
        return
    yield f"{step.day:%d.%m.%Y} {step.committee.name}"
    if step.item is not None:
        yield f"TOP {look.world.items[step.item][1].top}"
    yield f"{'' if step.public else 'nicht'}öffentlich - {step.role}"


def _card(look: Look, paper: Paper, step: Step, n: int) -> str:
    target = f"smcacchead{n}"
    badge = inside = ""
    if step.meeting is not None and step.item is not None:
        meeting = look.world.meetings[step.meeting]
        title = f"Details anzeigen: {meeting.committee.name} {meeting.day:%d.%m.%Y}"
        address = look.agenda(meeting, toselect=1)
        link = look.link(address, title, "Zur Sitzung ...", "smc-link-normal")
        main_file = paper.documents[:1]
        badge = f' <span class="smc-badges">{len(main_file)} Dok.</span>'
        inside = f"<p>{link}</p>{look.files(main_file)}"
    return (
        f'<div id="smcpanel{n}" class="card card-light"><div class="card-header" '
        f'id="smchead{n}"><h2 class="mb-0 card-header-title" id="smc-hn-{n}"><button '
        'class="btn btn-link btn-block text-left" type="button" data-toggle="collapse" '
        f'data-target="#{target}" aria-expanded="false" aria-controls="{target}">'
        f"{look.text(' '.join(_line(look, step)))}{badge}</button></h2></div>\n"
        f'<div id="{target}" class="collapse" aria-labelledby="smchead{n}" '
        f'data-parent="#smcaccordion"><div class="card-body">{inside}</div></div></div>\n'
    )


def _row(look: Look, step: Step, n: int) -> str:
    prefix = "smc_field_" if look.layout == 4 else ""
    day, top = f"{step.day:%d.%m.%Y}" if step.day else "&nbsp;", "&nbsp;"
    if step.meeting is not None and step.item is not None:
        meeting, item = look.world.items[step.item]
        day = look.meeting_link(meeting, day)
        top = look.text(item.top)
        if item.linked:
            address = look.address("to0050", __ktonr=item.number)
            top = look.link(address, f"Details anzeigen: {item.name}", item.top, "smc_doc")
    cells = (
        ("sidat", day),
        ("grname", look.text(step.committee.name)),
        ("tofnum", top),
        ("txname", look.text(step.role)),
        ("bfost", look.text("öffentlich" if step.public else "nichtöffentlich")),
        ("toergebnis", look.text(step.result or "")),
    )
    shown = "".join(f'<td class="smc_td {prefix}{css}">{value}</td>' for css, value in cells)
    return f'<tr valign="top"  class="smcrow{1 + n % 2}">{shown}</tr>\n'
