"""Pairs (结对帮扶): a volunteer who looks after one elder, proposed by the site, agreed to by both sides."""
