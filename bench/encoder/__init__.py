"""How the shared encoder is made: ``bench/train_encoder.py`` runs these in order."""
