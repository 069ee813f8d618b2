// Only its being there is looked at.
