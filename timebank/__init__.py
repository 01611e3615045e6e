"""The time bank's domain, cut by feature, and the plumbing the features stand on."""
