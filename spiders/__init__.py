"""Spiders decide which page comes next; what a page says is the parser's business."""
