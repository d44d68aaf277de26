"""A stand-in of politik-bei-uns.de, the archived platform, with papers of the small Bochum."""
