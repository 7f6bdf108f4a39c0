"""Says how a field is answered: reads as expressions for the planner, writes as one call into a verb."""
