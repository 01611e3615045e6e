"""Price lists, deliveries and awards as sheets: Excel or CSV, in and out, all of a file or nothing of it."""
