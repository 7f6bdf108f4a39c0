"""When. Each job is one call into an action."""
