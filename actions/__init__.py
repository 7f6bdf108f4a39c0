"""Verbs. Opens one transaction, asks a rule, writes, records who."""
