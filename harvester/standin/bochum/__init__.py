"""A stand-in of Bochum's council: SessionNet pages and the PDFs behind them."""
