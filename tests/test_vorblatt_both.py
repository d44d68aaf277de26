"""Both ways to the same form: from the PDF by position, from flattened text by order."""

from dataclasses import replace
from datetime import date

import pytest
from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st
from test_vorblatt_pdf import FORMS, folded, steps
from vorblatt_pdf import TTF, Look, draw, flatten

from harvester.parsers.vorblatt import Form, FormStep, lexicon, read_pdf, read_text

BOCHUM = lexicon("bochum")
NAMES = sorted(BOCHUM)
DAYS = st.dates(date(2005, 1, 1), date(2025, 12, 31)).map("{:%d.%m.%Y}".format)
ROWS = st.lists(st.builds(FormStep, st.sampled_from(NAMES), DAYS), max_size=7)
GAPPED = st.lists(st.builds(FormStep, st.sampled_from(NAMES), st.none() | DAYS), max_size=7)
#: Every word fits its column; some names need three lines.
EDGES = st.tuples(st.just(50.0), st.integers(230, 280), st.integers(380, 420), st.just(545.0))
LOOKS = st.builds(
    Look,
    rules=st.sampled_from(["lines", "rects", "bars"]),
    centred=st.booleans(),
    place=st.sampled_from(["below", "same", "beside"]),
    breaks=st.sampled_from([None, 3, 4]),
    repeat=st.booleans(),
    columns=EDGES,
    font=st.sampled_from(["Helvetica", TTF]),
    glyphs=st.booleans(),
    marked=st.none() | st.integers(0, 6),
)
#: No word here is a label of the form.
WORDS = ("Straße", "Größe", "Nr.", "12", "„Allee“", "(hier:", "§37", "5m²", "-", "a)", "&", "3.")
TEXTS = st.lists(st.sampled_from(WORDS), max_size=12).map(lambda words: " ".join(["Über", *words]))
several = settings(max_examples=30, deadline=None, suppress_health_check=[HealthCheck.too_slow])


def with_steps(name: str, rows: list[FormStep]) -> Form:
    return replace(FORMS[name], steps=tuple(rows))


def from_text(form: Form, drift: int = 2) -> Form | None:
    return read_text(flatten(form, drift), BOCHUM)


@pytest.mark.parametrize("name", sorted(FORMS))
def test_the_same_form_both_ways(name):
    """Of the samples, with every step dated, nothing is lost either way."""
    form = with_steps(name, [step for step in FORMS[name].steps if step.date_raw])
    assert folded(read_pdf(draw(form))) == folded(from_text(form)) == folded(form)


@several
@given(ROWS, LOOKS, st.integers(0, 2))
def test_dated_steps_both_ways(rows, look, drift):
    form = with_steps("proposal", rows)
    assert folded(read_pdf(draw(form, look))) == folded(from_text(form, drift)) == folded(form)


@several
@given(
    st.builds(
        replace,
        st.just(FORMS["proposal"]),
        subject=TEXTS,
        legal_basis=st.none() | TEXTS,
        attachments=st.lists(TEXTS, max_size=1).map(tuple),
        decision_body=st.lists(st.sampled_from(NAMES), max_size=3).map(tuple),
        public_raw=st.sampled_from([None, "öffentlich", "nichtöffentlich", "nichtöffentlich § 3"]),
        file_number=st.sampled_from([None, "5", "1.2"]),
        steps=ROWS.map(tuple),
    ),
    LOOKS,
)
def test_all_fields_both_ways(form, look):
    assert folded(read_pdf(draw(form, look))) == folded(from_text(form)) == folded(form)


@several
@given(GAPPED, LOOKS)
def test_empty_date_cells_by_position(rows, look):
    """By position every date stays in its row."""
    assert steps(read_pdf(draw(with_steps("proposal", rows), look))) == [
        (row.committee, row.date_raw) for row in rows
    ]


@settings(max_examples=300, deadline=None)
@given(GAPPED, st.sampled_from(["proposal", "notice"]), st.integers(0, 2))
def test_empty_date_cells_in_a_line_of_text(rows, name, drift):
    """Without columns nobody can tell: then there is no date at all, never a wrong one."""
    read = from_text(with_steps(name, rows), drift)
    dates = [row.date_raw for row in rows if row.date_raw]
    assert read is not None
    assert [step.committee for step in read.steps] == [row.committee for row in rows]
    if len(dates) in {0, len(rows)}:
        assert steps(read) == [(row.committee, row.date_raw) for row in rows]
        assert read.unpaired_dates == ()
        undated = ["undated_steps"] if rows and not dates else []
        assert [code for code, _ in read.problems] == undated
    else:
        assert {step.date_raw for step in read.steps} == {None}
        assert list(read.unpaired_dates) == dates
        assert [code for code, _ in read.problems] == ["unpaired_dates"]


@several
@given(
    GAPPED,
    st.sampled_from(["none", "lines"]),
    st.booleans(),
    st.booleans(),
    EDGES,
)
def test_no_wrong_date_without_rows(rows, rules, tall, centred, columns):
    """No ruling lines, or one row for the whole table: right or null."""
    assume(rows and (tall or rules == "none"))
    look = Look(rules=rules, tall=tall, centred=centred, columns=columns)
    read = read_pdf(draw(with_steps("proposal", rows), look))
    assert read is not None
    if read.steps:
        assert [step.committee for step in read.steps] == [row.committee for row in rows]
    shown = [step.date_raw for step in read.steps]
    assert shown in ([row.date_raw for row in rows], [None] * len(rows), [])


@settings(max_examples=400, deadline=None)
@given(GAPPED, st.integers(0, 2), st.data())
def test_a_lost_word_gives_no_wrong_date(rows, drift, data):
    words = flatten(with_steps("proposal", rows), drift).split()
    lost = words.pop(data.draw(st.integers(0, len(words) - 1)))
    # a whole name that is lost where a date is missing too leaves no trace
    assume(lost not in BOCHUM)
    read = read_text(" ".join(words), BOCHUM)
    dated = [step.date_raw for step in read.steps if step.date_raw] if read else []
    if dated:
        assert read is not None
        assert [step.date_raw for step in read.steps] == [row.date_raw for row in rows]


@settings(max_examples=300, deadline=None)
@given(st.lists(st.sampled_from([*NAMES, "Rat", "26.03.2014", "und", "3. Sitzung", "\f"])))
def test_any_table_of_text_gives_only_what_it_holds(parts):
    head = "Stadt Bochum Mitteilung der Verwaltung - Seite 1 Stadtamt Vorlage Nr. 20131184"
    text = " ".join(parts)
    read = read_text(f"{head} Beratungsfolge {text} Anlagen", BOCHUM)
    assert read is not None
    dates = [part for part in parts if part == "26.03.2014"]
    shown = [step.date_raw for step in read.steps if step.date_raw]
    assert sorted([*shown, *read.unpaired_dates]) == dates
    if "und" in parts or "3. Sitzung" in parts:
        assert read.steps == ()
        assert "unknown_committee" in [code for code, _ in read.problems]
