"""Writing reports: whole or not at all, and not again where nothing changed."""

from pathlib import Path


def write(path: Path, text: str) -> bool:
    """Write a file unless it holds just this; gives whether it was written.

    Whoever reads it meanwhile reads the old one or the new one. A link is followed; what is no
    ordinary file, like a pipe, is written to.

    Raises:
        OSError: it cannot be written; what was there is still there.
    """
    content = text.encode()
    if path.exists() and not path.is_file():
        path.write_bytes(content)
        return True
    path = path.resolve()
    if path.is_file() and path.read_bytes() == content:
        return False
    half = path.with_name(f".{path.name}.new")
    half.unlink(missing_ok=True)
    try:
        with half.open("xb") as file:
            file.write(content)
        half.replace(path)
    except BaseException:
        half.unlink(missing_ok=True)
        raise
    return True
