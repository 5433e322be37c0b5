"""What needs an answer: unit, deadline, reminder, reply, result."""
