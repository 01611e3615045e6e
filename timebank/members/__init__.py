"""The people on the register: who they are, whom they belong to, what they may do, and how they log in."""
