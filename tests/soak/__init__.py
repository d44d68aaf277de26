"""A year of nights: the nightly crawl against a town that lives, misbehaves and is cut short."""
