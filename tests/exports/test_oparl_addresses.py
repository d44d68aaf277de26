"""Addresses come from ids alone, and no id leads astray."""

import re

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from harvester.errors import HarvesterError
from harvester.exports.oparl.addresses import (
    WORDS,
    base_address,
    body_folder,
    http_url,
    object_path,
    page_path,
)

SEGMENTS = st.one_of(
    st.sampled_from(
        ["", ".", "..", "herne", "Herne", "paper", "item", "7442", "con", "CON", "com1", "_", "_2e"]
    ),
    st.sampled_from(
        ["a.b", "a/b", "\\", "%2e", "ß", "\x00", "~", "papers", "papers-2", "body", "__"]
    ),
    st.text(max_size=6),
    st.text(alphabet="ab/._-%AB", max_size=200),
)
IDS = st.lists(SEGMENTS, min_size=1, max_size=6).map("/".join)
KINDS = st.sampled_from(sorted(WORDS))
DEVICES = re.compile(r"(con|prn|aux|nul|com\d|lpt\d)(\..*)?", re.IGNORECASE)


@pytest.mark.parametrize(
    ("kind", "record_id", "path"),
    [
        ("Paper", "herne/paper/7442", "herne/paper/7442.json"),
        ("AgendaItem", "herne/item/14811", "herne/item/14811.json"),
        ("AgendaItem", "bochum/meeting/7217/item/n-1", "bochum/meeting/7217.item.n-1.item.json"),
        ("Location", "herne/meeting/2169", "herne/meeting/2169.location.json"),
        ("File", "herne/paper/1/file/2", "herne/paper/1.file.2.file.json"),
        (
            "Consultation",
            "herne/paper/1/rat-der-stadt/1",
            "herne/paper/1.rat-der-stadt.1.consultation.json",
        ),
        ("Paper", "../x", "_2e_2e/x.paper.json"),
        ("Paper", "con", "_63on.paper.json"),
        ("Paper", "Herne/paper/ä", "_48erne/paper/_c3_a4.json"),
        ("Paper", "herne/paper/", "herne/paper/_.json"),
        ("Paper", "herne/7442", "herne/7442.paper.json"),
    ],
)
def test_paths(kind: str, record_id: str, path: str) -> None:
    assert object_path(kind, record_id) == path


@given(KINDS, IDS)
@example("Paper", "/")
@example("Paper", "ü" * 400)
@example("Paper", "a/" * 300)
def test_a_path_is_safe_on_every_file_system(kind: str, record_id: str) -> None:
    path = object_path(kind, record_id)
    assert re.fullmatch(r"[a-z0-9_.-]+(/[a-z0-9_.-]+)*", path)
    assert len(path) <= 180
    for part in path.split("/"):
        assert not part.startswith(".")
        assert not part.endswith(".")
        assert not DEVICES.fullmatch(part)


@given(KINDS, IDS, KINDS, IDS)
def test_two_objects_never_share_a_path(kind: str, one: str, other_kind: str, other: str) -> None:
    same = (kind, one) == (other_kind, other)
    assert (object_path(kind, one) == object_path(other_kind, other)) == same


@given(KINDS, IDS, IDS)
def test_no_object_lies_where_a_list_or_a_body_or_a_folder_does(
    kind: str, record_id: str, other: str
) -> None:
    path = object_path(kind, record_id)
    body = body_folder(other)
    lists = [page_path(f"{body}/{name}", page) for name in ("papers", "items") for page in (1, 2)]
    committee = object_path("Organization", other).removesuffix(".json")
    lists += [page_path(f"{committee}.meetings", page) for page in (1, 2)]
    assert path not in {*lists, f"{body}/body.json", "system.json", "bodies.json"}
    folders = object_path("Paper", other).split("/")[:-1]
    assert path not in {body, *folders, "/".join(folders)}


@given(SEGMENTS, SEGMENTS)
def test_two_bodies_never_share_a_folder(one: str, other: str) -> None:
    assert (body_folder(one) == body_folder(other)) == (one == other)
    assert re.fullmatch("[a-z0-9_-]{1,180}", body_folder(one))


@pytest.mark.parametrize(
    ("address", "base"),
    [
        ("https://ris.example.org/oparl", "https://ris.example.org/oparl/"),
        ("http://127.0.0.1:8000/", "http://127.0.0.1:8000/"),
        ("https://example.org", "https://example.org/"),
    ],
)
def test_the_address_ends_with_a_slash(address: str, base: str) -> None:
    assert base_address(address) == base


@pytest.mark.parametrize(
    "address",
    [
        "",
        "oparl",
        "/srv/oparl",
        "ftp://example.org/",
        "javascript:alert(1)",
        "https://",
        "https:///oparl",
        "https://example.org/?x=1",
        "https://example.org/#top",
        "https://example.org/a b",
        "https://user:secret@example.org/",
        "https://example.org:port/",
        'https://example.org/"',
        "https://example.org/\n",
        "https://[::1/",
    ],
)
def test_what_is_no_address_of_a_folder_is_refused(address: str) -> None:
    with pytest.raises(HarvesterError, match="no address of a folder"):
        base_address(address)


@pytest.mark.parametrize(
    ("text", "url"),
    [
        (None, None),
        ("https://ris.example/a.asp?x=1&y=2", "https://ris.example/a.asp?x=1&y=2"),
        ("https://ris.example/Anlage 1.pdf", "https://ris.example/Anlage%201.pdf"),
        ("https://ris.example/Gebühr.pdf", "https://ris.example/Geb%C3%BChr.pdf"),
        ("https://ris.example/%C3%BC", "https://ris.example/%C3%BC"),
        ('https://ris.example/"><script>', "https://ris.example/%22%3E%3Cscript%3E"),
        ("javascript:alert(1)", None),
        ("JavaScript://ris.example/%0Aalert(1)", None),
        ("data:text/html,x", None),
        ("//ris.example/x", None),
        ("do027.asp", None),
        ("http://", None),
        ("http://ris.example:99999/", None),
        ("http://[::1", None),
    ],
)
def test_only_addresses_of_the_web_are_given(text: str | None, url: str | None) -> None:
    assert http_url(text) == url
