"""Made-up data after published figures: medical records first, patients and answers with them."""
