"""The full-text index: derived, disposable, rebuilt from storage. Engines stand behind one face (``search.engine``)."""
