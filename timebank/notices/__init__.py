"""The public notice, and the objections that anyone may make while it stands."""
