"""A playlist holds plain values, cannot be changed by chance, and comes back from JSON."""

import pytest
from pydantic import ValidationError

from components.playlist import Playlist


@pytest.fixture
def ranked(nlp, relevance) -> list:
    return nlp("a bell in the harbour")._.songs


def test_playlist_comes_back_from_json(ranked):
    playlist = Playlist(title="Harbour", description="Bells", songs=ranked, recipe={"prompt": "a bell", "k": 3})
    assert Playlist.model_validate_json(playlist.model_dump_json()) == playlist
    assert playlist.songs == ranked


def test_playlist_needs_only_a_title():
    playlist = Playlist(title="Harbour")
    assert (playlist.description, playlist.songs, playlist.recipe) == ("", [], {})


def test_playlists_do_not_share_their_songs(ranked):
    Playlist(title="One").songs.append(ranked[0])
    assert Playlist(title="Other").songs == []


@pytest.mark.parametrize("field", ["title", "songs", "recipe"])
def test_playlist_cannot_be_given_other_contents(field):
    with pytest.raises(ValidationError, match="frozen"):
        setattr(Playlist(title="Harbour"), field, None)


@pytest.mark.parametrize("missing", ["id", "title", "relevance", "evidence"])
def test_song_that_lacks_something_is_refused(ranked, missing):
    broken = {key: value for key, value in ranked[0].items() if key != missing}
    with pytest.raises(ValidationError, match=missing):
        Playlist(title="Harbour", songs=[broken])


def test_playlist_without_a_title_is_refused():
    with pytest.raises(ValidationError, match="title"):
        Playlist.model_validate({"songs": []})
