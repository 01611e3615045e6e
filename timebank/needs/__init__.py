"""Requests for a service: who needs what, when, and how it is paid."""
