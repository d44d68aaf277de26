"""The archive as OParl 1.1: a folder of static JSON files."""
