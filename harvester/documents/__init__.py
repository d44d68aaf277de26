"""Documents: a store for their bytes, their text and a form's fields read in worker processes."""

from harvester.documents.extraction import Extraction, extract
from harvester.documents.readers import Readers
from harvester.documents.store import FileStore

__all__ = ["Extraction", "FileStore", "Readers", "extract"]
