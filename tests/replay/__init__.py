"""Tests of the replay of recorded responses."""
