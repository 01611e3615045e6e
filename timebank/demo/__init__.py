"""The demo county: invented people on the real places of 上林县 (450125)."""
