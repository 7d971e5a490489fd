"""Stage `report`: being written."""
