"""How a crawl is run: the session with its archive, the frontier, manners towards the host."""
