"""Who comes: the register that the law asks for, and what anyone cannot eat."""
