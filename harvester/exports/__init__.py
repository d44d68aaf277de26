"""What leaves the archive: tables, OParl, a dataset to publish."""
