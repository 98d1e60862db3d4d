"""The parts of the command that makes playlists: settings, model, making, refreshing, showing."""
