"""Subscriptions: what is written is heard once a process, and told to everybody who listens and may see it."""

from api.live.subscriptions import Live

__all__ = ["Live"]
