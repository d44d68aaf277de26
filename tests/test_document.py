"""What a fetched document states: its bytes, and the form in it, if it is its town's."""

import pytest

from harvester.documents import Extraction
from harvester.page import Page
from harvester.parsers.document import Document, parse_document
from harvester.parsers.vorblatt import Form
from harvester.records import File, Paper, PaperFile

FORM = Form(kind="Beschlussvorlage der Verwaltung", reference="20140656", subject="Plan")
URL = "https://ris.example/getfile.asp?id=9"


def page(town: str = "bochum", paper_id: str | None = "x/paper/1", status: str = "ok") -> Page:
    told = Document(URL, "x/file/9", paper_id, "text/plain", b"bytes", town)
    return parse_document(told, Extraction(status, 3, "Text", "engine 1/1", FORM, None))  # type: ignore[arg-type]


def test_a_form_is_a_second_statement_about_its_paper() -> None:
    shown = page()
    assert [type(record) for record in shown.records][:2] == [File, Paper]
    assert isinstance(shown.records[-1], PaperFile)
    assert shown.standing["paper"] == "form"
    assert "file" not in shown.standing


def test_a_form_of_no_paper_is_only_noted() -> None:
    shown = page(paper_id=None)
    assert [type(record) for record in shown.records] == [File]
    assert [finding.code for finding in shown.findings] == ["form_without_paper"]


def test_another_town_has_no_such_form() -> None:
    shown = page(town="herne")
    assert [type(record) for record in shown.records] == [File]
    assert shown.findings == []


@pytest.mark.parametrize(
    ("status", "media_type"), [("ok", "application/pdf"), ("unsupported", "text/plain")]
)
def test_the_host_is_believed_where_the_bytes_are_no_pdf(status: str, media_type: str) -> None:
    file = page(status=status).records[0]
    assert isinstance(file, File)
    assert file.media_type == media_type
    assert file.size == 5
