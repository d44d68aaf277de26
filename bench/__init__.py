"""Benchmarks: each a ratio to a floor that is measured in the same run. `python -m bench`."""
