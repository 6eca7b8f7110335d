"""Everything public as open data: nightly dumps, their dictionary, the catalogues that programs read."""
