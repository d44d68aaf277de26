import csv

import pytest
from hypothesis import given
from hypothesis import strategies as st

from harvester import DATA
from harvester.vocabulary import VALUES, load_vocabulary


def rows(name):
    with (DATA / "vocabulary" / f"{name}.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def test_every_file_is_a_vocabulary():
    assert {path.stem for path in (DATA / "vocabulary").glob("*.csv")} == set(VALUES)


@pytest.mark.parametrize("name", sorted(VALUES))
def test_every_row_is_found_and_says_where_it_was_seen(name):
    vocabulary = load_vocabulary(name)
    for row in rows(name):
        assert set(row) == {"phrase", "value", "seen"}
        assert row["seen"]
        assert vocabulary.lookup(row["phrase"]) == (True, row["value"] or None)


@pytest.mark.parametrize(
    ("name", "phrase", "value"),
    [
        ("result", "beschlossen", "accepted"),
        ("result", "ungeändert beschlossen", "accepted"),
        ("result", "geändert beschlossen", "accepted_amended"),
        ("result", "Einstimmig beschlossen", "accepted"),
        ("result", "Mit Stimmenmehrheit zugestimmt", "accepted"),
        ("result", "abgelehnt", "rejected"),
        ("result", "zur Kenntnis genommen", "noted"),
        ("result", "vertagt", "deferred"),
        ("result", "zurückgestellt", "deferred"),
        ("result", "an Verwaltung zurück verwiesen", "referred"),
        ("result", "überwiesen", "referred"),
        ("result", "zurückgezogen", "withdrawn"),
        ("result", "erledigt", "settled"),
        ("result", "(offen)", None),
        ("role", "Vorberatung", "preliminary"),
        ("role", "Anhörung", "hearing"),
        ("role", "Entscheidung", "decision"),
        ("role", "Kenntnisnahme", "information"),
        ("role", "Information", "information"),
        ("paper_type", "öffentliche Beschlussvorlage", "resolution_proposal"),
        ("paper_type", "Mitteilungsvorlage vorsitzendes Mitglied", "notice"),
        ("paper_type", "gemeinsamer Antrag", "motion"),
        ("paper_type", "Kleine Anfrage nach §\u00a024 BezVG", "question"),
        ("section", "Anlage/n", "attachments"),
        ("section", "Petitum/Beschluss:", "resolution"),
        ("section", "Wortprotokoll", "minutes"),
        ("paper_label", "Verfasserin:", "authors_raw"),
        ("paper_label", "Drucksache-Art:", "paper_type_raw"),
        ("file_role", "Drucksache-Sammeldokument", "collected"),
        ("file_role", "Niederschrift öffent. Teil", "minutes"),
        ("public", "öffentlich/nichtöffentlich", "yes"),
        ("public", "nichtöffentlich", "no"),
    ],
)
def test_real_phrases(name, phrase, value):
    assert load_vocabulary(name).lookup(phrase) == (True, value)


@pytest.mark.parametrize(
    ("name", "phrase"),
    [
        ("result", "nicht beschlossen"),
        ("result", "beschlossen oder auch nicht"),
        ("result", "Gem. Ergänzungsvorlage beschlossen"),
        ("result", "..."),
        ("result", ""),
        ("result", None),
        ("role", "Bestaunung"),
    ],
)
def test_unknown_phrases(name, phrase):
    assert load_vocabulary(name).lookup(phrase) == (False, None)


def test_unknown_vocabulary():
    with pytest.raises(KeyError):
        load_vocabulary("../../pyproject")


@pytest.mark.parametrize(
    "lines",
    ["vertagt,postponed,x", ",deferred,x", "vertagt,deferred,x\nVertagt.,deferred,x"],
)
def test_a_bad_file_is_refused(tmp_path, monkeypatch, lines):
    (tmp_path / "vocabulary").mkdir()
    (tmp_path / "vocabulary" / "result.csv").write_text(f"phrase,value,seen\n{lines}\n", "utf-8")
    monkeypatch.setattr("harvester.vocabulary.DATA", tmp_path)
    with pytest.raises(ValueError, match=r"result\.csv"):
        load_vocabulary.__wrapped__("result")


@given(
    st.sampled_from([(name, row["phrase"], row["value"]) for name in VALUES for row in rows(name)]),
    st.sampled_from([str.upper, str.lower, str.title]),
    st.sampled_from([" ", "\u00a0", "\n  "]),
    st.sampled_from(["", ":", ".", " : "]),
)
def test_case_blanks_and_punctuation_do_not_matter(row, case, blank, end):
    name, phrase, value = row
    written = case(phrase).replace(" ", blank) + end
    assert load_vocabulary(name).lookup(written) == (True, value or None)


@given(st.sampled_from(sorted(VALUES)), st.text())
def test_any_text_gives_a_known_value_or_none(name, text):
    assert load_vocabulary(name).lookup(text).value in {None, *VALUES[name]}
