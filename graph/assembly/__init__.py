"""The facts of a programme, made from its own and from what imported sources say."""
