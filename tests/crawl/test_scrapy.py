"""`scrapy crawl` and `harvester crawl` are the same crawl."""

from pathlib import Path

from crawl.helpers import (
    JUNE,
    WatchedSite,
    content,
    harvester_crawl,
    query,
    scrapy_crawl,
    sound,
)


def test_both_commands_give_the_same_archive(tmp_path: Path, site: WatchedSite) -> None:
    ours, theirs = tmp_path / "ours.sqlite", tmp_path / "theirs.sqlite"
    first = harvester_crawl(site.base_url, ours)
    asked = sorted((w.method, w.path, w.agent) for w in site.watched)
    site.watched.clear()
    # scrapy's own throttle would start with a second between two requests
    second = scrapy_crawl(site.base_url, theirs, JUNE, AUTOTHROTTLE_ENABLED=False)
    assert (first.returncode, second.returncode) == (0, 0), second.stderr
    assert sorted((w.method, w.path, w.agent) for w in site.watched) == asked
    assert content(ours) == content(theirs)
    assert len(content(theirs)["paper"]) == 30
    (mine,), (their,) = (
        query(path, "SELECT command, arguments, outcome FROM run") for path in (ours, theirs)
    )
    assert mine == their
    assert mine["outcome"] == "complete"
    # one file can be copied: nothing is left in the write-ahead log
    copy = tmp_path / "copy.sqlite"
    copy.write_bytes(ours.read_bytes())
    assert content(copy) == content(ours)
    assert sound(ours)
    assert sound(theirs)
