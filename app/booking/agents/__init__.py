"""Agents who book for their guests: one list for the whole group."""

from app.booking.agents.operations import add_agent, edit_agent
from app.booking.agents.queries import Agent, agents

__all__ = ["Agent", "add_agent", "agents", "edit_agent"]
