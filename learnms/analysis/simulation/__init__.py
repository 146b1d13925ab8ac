"""Simulate the coming days: workload, exam readiness, backlog."""
