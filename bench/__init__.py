"""What performance we hold ourselves to: each figure beside its limit or peer, measured in the same run."""
