"""Working days: which days count, and how long a public notice runs."""
