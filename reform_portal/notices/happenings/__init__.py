"""What happened on the portal, as everybody may hear of it."""
