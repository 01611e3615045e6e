"""Messages that leave the house: by short message, WeCom, a file or the console, as the installation is set."""
