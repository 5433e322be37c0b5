"""Doors to the tip line in chats. A bot holds a sender's id in memory, for as long as its answer takes."""
