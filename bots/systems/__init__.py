"""Legacy systems: the language of system files, the files themselves, and the driver that obeys them."""
