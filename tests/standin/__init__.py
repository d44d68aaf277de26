"""Tests of the stand-in's sites: their worlds, pages, documents and misbehaviour."""
