"""Certificates of service: issued by the body that recorded it, checked by anybody, withdrawn when they are wrong."""
