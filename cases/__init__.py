"""What needs an answer: the life of a case (``steps``) and its deadline (``deadlines``). Pure."""
