"""The words of diembao: values and errors. Everything may import this; it imports the standard library only."""
