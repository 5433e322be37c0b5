"""How somebody proves who they are: passwords, codes, an identity provider, and patience with wrong guesses."""
