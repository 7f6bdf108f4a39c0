"""Random operations that are valid in somebody's schema, with values that rows really have."""
