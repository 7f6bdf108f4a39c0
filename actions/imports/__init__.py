"""Data from elsewhere. Steps of one transaction each, so that an import that was cut off goes on where it stopped."""
