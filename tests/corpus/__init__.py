"""What the pages of the corpus say, read by eye: the independent check on the ALLRIS parsers.

Only facts: numbers, dates, counts, references, names of committees, the start and the end of a
text. The pages themselves stay outside of the repository.
"""
