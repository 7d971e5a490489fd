"""REFI-QDA: projects (.qdpx, .qde) and codebooks (.qdc), read and written."""
