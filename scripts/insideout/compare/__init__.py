"""The stage `compare`: sites by how services are organised, interfaces, truth tables."""
