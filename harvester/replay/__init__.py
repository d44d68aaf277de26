"""Today's parsers over stored responses, without any network (docs/replay.md).

Three ways: what the archive's own crawls recorded is read again (`again`), an archive is made anew
from their WARC files (`rebuild`), and what others saved is taken in (`taking`).
"""
