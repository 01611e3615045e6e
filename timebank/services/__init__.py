"""Services: what one member did for another, from acceptance to settled minutes."""
