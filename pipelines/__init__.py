"""Item pipelines: each takes a visit from the spider, does one thing, hands it on."""
