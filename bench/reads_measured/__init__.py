"""One module for each table of the read figures."""
