"""Simulations of the coming days: workload, exam readiness, backlog."""
