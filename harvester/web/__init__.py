"""Pages to look at the archive in a browser: Datasette with pages of our own."""
