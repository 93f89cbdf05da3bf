"""Einlassmonitor: what happened before and after each security measure, and how sure we are."""
