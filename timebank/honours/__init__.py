"""Honours: stars for hours of service, and a monthly page of those who agreed to be named."""
