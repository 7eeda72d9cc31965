"""What must hold in the world that the story leaves, apart from the story itself."""
