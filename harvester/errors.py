"""What a person can do something about: the command line shows the message and no traceback."""


class HarvesterError(Exception):
    """Base of all errors whose message is one sentence for the user."""


class CrawlError(HarvesterError):
    """A crawl could not begin, or has no end that can be told."""
