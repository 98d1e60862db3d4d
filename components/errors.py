"""The catalogue of error and warning messages.

Each message says what is wrong, where, and what to do. The codes are stable, so that a message can be searched for and
asserted in tests: 1xx songs, 2xx encoder and themes, 3xx index, 4xx prompt and relevance, 5xx files in and out,
6xx services, 7xx playlists, 8xx commands.
"""

from __future__ import annotations


class _WithCodes(type):
    """Prefix every message with its own attribute name, so that code and text cannot part."""

    def __getattribute__(cls, name: str) -> str:
        value = super().__getattribute__(name)
        return value if name.startswith("__") or not isinstance(value, str) else f"[{name}] {value}"


class SynsongError(ValueError):
    """Something is wrong that the user can put right; its text comes from `Errors`."""


class Errors(metaclass=_WithCodes):
    # Songs
    S101 = "No song could be read from {path}: {reason}. Give a JSON Lines file (or a folder of them) with `id`, `title`, `artist` and `lyrics` in each record."
    S102 = "There is no file or folder {path}. Check the path, or run the command that makes it: python -m weasel run {command}"
    S103 = "not valid JSON ({reason})"
    S104 = "duplicate id '{id}' (first seen in {first})"
    S105 = "not a JSON object"
    # Files in and out, hygiene of lyrics
    S501 = "There is no file or folder {path}. Check the path."
    S502 = "{path} cannot be read: {reason}. Check its permissions, or give another file."
    S503 = "{path} has {size:,} bytes, and at most {limit:,} are read. Tracks and playlists are far smaller: is it the right file?"
    S504 = "{path} is not text, and none of the file kinds that are known. Give an export, a playlist, a folder of music or a list of lines `Artist - Title`."
    S505 = "What kind of file {path} is could not be told from its content. Say it with --format, one of: {formats}"
    S506 = "There is no format '{format}'. Use one of: {formats}"
    S507 = "{path} could not be read as {format}: {reason}. Give the right --format, or export the file again."
    S508 = "{path} is refused: {reason}. It would unpack to more than an honest export does; export it again, or unpack it yourself."
    S509 = "{path} holds no tracks: none of its {count:,} files is a library, a playlist or a history. Ask for the account data again, or export with Exportify."
    S510 = "{path} cannot be written as a playlist: no format has the ending '{ending}'. Use one of: {endings}"
    S511 = "{path} exists already. Write over it with --force, or choose another name."
    S512 = "{path} cannot be written: {reason}. Choose another place, or make its folder writable."
    S513 = "{path} is a list of tracks in the format {format}, which holds no playlist. Give a playlist in one of: {formats}"
    S514 = "{path} uses XML entities or a document type, which a playlist does not need and an attack does; it was not read. Export it again."
    S515 = "no artist is given (write it as `Artist - Title`, or give it a column or a tag)"
    S516 = "no title is given"
    S517 = "not a song but an episode or an audiobook: {name}"
    S518 = "not a record of a track"
    S519 = "the place '{location}' leads out of the playlist's folder and is no music file; it was not opened"
    S520 = "the place '{location}' is not a place of music: {reason}"
    S521 = "the row is broken: {reason}"
    S522 = "{path} is not a music file that can be read: {reason}. Convert it, or leave it out."
    S523 = "the recipe beside or in the playlist is broken ({reason}); the songs are read without it"
    S541 = "another song: the {what} asked for is '{asked}', the answer's is '{answered}'"
    S542 = (
        "another recording: {asked:.1f} s were asked for, the answer has {answered:.1f} s, more than {limit:g} s apart"
    )
    S543 = "another language: '{expected}' was expected, the words are '{found}'"
    S544 = "too few words to say anything: {words}, and {limit} are needed (la la and the like do not count)"
    S545 = "too long for a song: {length:,} characters, and {limit:,} are allowed"
    S546 = "not lyrics but a calendar of releases"
    S547 = "not lyrics but a list of tracks"
    S548 = "not lyrics but a notice of the provider: '{notice}'"
    S549 = "no words at all"
    # Services, the store of lyrics, fetching
    S601 = "There is no library {path}. Give a file or folder of tracks or songs; the sample catalogue is assets/catalogue."
    S602 = "{path} cannot be written: {reason}. Choose another place with --out, or free the one given."
    S603 = "There is no source '{name}'. Choose from: {names}."
    S604 = "The address of {name} must begin with http:// or https:// and name a host (the host given is: {host}). Correct the variable that sets it, or unset it to use the public service."
    S605 = "{name} at {host} did not answer after {attempts} attempts: {reason}. Check the connection and run the command again; what was fetched is kept."
    S606 = "{name} asks to be left alone until {time}. Run the command again after that; what was fetched is kept."
    S607 = "{name} gave no usable answer: {reason}. Run the command again later; what was fetched is kept."
    S608 = "Musixmatch needs a key. Set MUSIXMATCH_API_KEY in the environment to a key from developer.musixmatch.com, or leave this source out."
    S609 = "Musixmatch refused the key (status {status}): it is wrong, used up, or its plan does not include lyrics. Check MUSIXMATCH_API_KEY and the plan, or leave this source out."
    S611 = "Musixmatch has no genre '{genre}'. Some that it has: {genres}."
    S612 = "The source lrclib-dump needs a dump. Give an extracted SQLite file with --dump, or set LRCLIB_DUMP to its path."
    S613 = (
        "{path} cannot be used as a dump of LRCLIB: {reason}. Give the extracted SQLite file from lrclib.net/db-dumps."
    )
    S614 = (
        "The store {path} cannot be used: {reason}. Put right what is named, or move the file away to begin a new one."
    )
    S615 = "The store {path} is of version {version}, newer than this program, which knows up to {known}. Update Synsong, or choose another file with --store."
    S616 = "Another command is fetching into {path}. Wait for it to end, or choose another file with --store."
    S617 = "No track could be read from {path}: {reason}. Give a file or folder that names titles and artists."
    S618 = "No lyrics were fetched, and not every source could be asked. Put right what is said above, then run the command again."
    S619 = "--all reads a whole dump: give it with --source lrclib-dump and --dump FILE, and no library."
    S620 = "No library is given. Name a file or folder: an export, a playlist, a folder of music, or a list of lines `Artist - Title`."
    S621 = "There is no store {path}. Fetch a library first: python -m scripts.fetch LIBRARY --source lrclib"
    S622 = "Nothing of '{source}' is in {path}. It knows: {known}."

    # Encoder and themes
    S201 = "The encoder's folder {path} has no {files}. Make them with: python -m scripts.export_encoder"
    S202 = "The encoder in {path} cannot be read: {reason}. Make it again with: python -m scripts.export_encoder"
    S203 = "The text classifier reads a sentence encoder's vector of {width} numbers, and this text has none. Add `sentence_encoder` before `{name}`, and in training to `annotating_components`."
    # Index
    S301 = "Song '{id}' was analysed with another encoder or other themes than the songs of this index. Build the index anew: python -m weasel run all"
    S302 = "The index in {path} cannot be used: {reason}. Build it anew (python -m weasel run all) or install the package again."
    S303 = "The index in {path} has format {found}; this version of Synsong knows formats up to {known}. Update Synsong, or build the index anew with this version."
    # Relevance
    S401 = "{name} is {value}; it must lie between 0 and 1. Change it in the config."
    S402 = "'{name}' was given songs, and not one of them is valid. See the warnings above for each record, and mend the file."
    # Prompt parser
    S410 = "{name} is {value}; it must be 1 or more. Change it in the config."
    S411 = "The prompt parser's list of genres is empty or has a genre without a name. Give each genre a name, with its other names as a list."
    # Commands
    S801 = "There is no {path}. Make it with: python -m weasel run {command}"
    S802 = "The pipeline has no component that ranks songs (it has: {pipes}). Build one with: python -m weasel run all"
    S803 = "{path} was not made by the step that should have made it: {reason}"
    S804 = "There is no {path}. It is not part of the project: fetch it with `python -m weasel assets --extra`, or give the folder where it lies."
    # The theme classifier
    S810 = (
        "There is no {path}. Give the folder with definitions.json and the batches of examples, such as assets/themes."
    )
    S811 = "{count} faults in {path}. Mend each of these lines:"
    S812 = "There is no {path}. Fetch the GoEmotions data with `python -m weasel assets --extra`, or give its folder with --data."
    S813 = "{path} is not the file that is expected: its SHA-256 is {found}, and {expected} is wanted. Fetch it again: python -m weasel assets --extra"
    S814 = "{path}, line {line}: {reason}. Fetch the file again: python -m weasel assets --extra"

    # Spotify
    S660 = "Spotify needs a client ID of your own. Make an app at developer.spotify.com/dashboard (Premium is needed), add the redirect URI {redirect} to it, then set SPOTIPY_CLIENT_ID to its client ID."
    S661 = "You are not logged in to Spotify. Run: python -m scripts.spotify login"
    S662 = "Spotify was not allowed: the log-in was denied in the browser. Run python -m scripts.spotify login again and agree, or write a file with --to in place of spotify."
    S663 = "The log-in at Spotify has expired or was taken back (it lasts six months at most). Run: python -m scripts.spotify login"
    S664 = "The log-in at Spotify failed: {reason}. Run python -m scripts.spotify login again."
    S665 = "The redirect URI {uri} cannot be used: {reason}. Set SPOTIPY_REDIRECT_URI to one such as http://127.0.0.1:8888/callback, and add the same to the app in Spotify's dashboard."
    S666 = "Nothing came back from the browser within {minutes:g} minutes. Run the command again, or on a machine without a browser: python -m scripts.spotify login --paste"
    S667 = "Nothing can listen on {host}:{port}: {reason}. Close what uses it, set SPOTIPY_REDIRECT_URI to another port (and add it to the app), or use: python -m scripts.spotify login --paste"
    S668 = "What was pasted is not the address that Spotify sent the browser to: {reason}. Run the command again and paste the whole address line; it begins with {redirect}"
    S669 = "The log-in at Spotify was made with another client ID than that of SPOTIPY_CLIENT_ID. Run python -m scripts.spotify login again, or set the ID that it was made with."
    S671 = "Spotify refuses because the owner of the app has no Premium: since 2026 it is needed for apps in development mode. Get Premium for the account that the client ID belongs to, or write a file with --to."
    S672 = "Spotify refuses because your account is not among the users of the app. Add it under User Management in developer.spotify.com/dashboard (five users at most), then run the command again."
    S673 = "Spotify refuses because the log-in does not cover this. Run python -m scripts.spotify login again and agree to what is asked."
    S674 = "Spotify refuses {what} ({message}). The playlist may not be yours, or Spotify does not offer this to apps in development mode; logging in again does not help. Make a new playlist with --to spotify."
    S675 = "Spotify's quota for your apps is used up; it allows more from {time}. Run the same command again then: what was done is kept, and it goes on from there."
    S676 = "Spotify asks to be left alone until {time}. Run the same command again then: what was done is kept, and it goes on from there."
    S677 = "Spotify did not answer after {attempts} attempts: {reason}. Check the connection and run the same command again: what was done is kept, and nothing is made twice."
    S678 = "Spotify has no playlist {uri} any more, or it was never yours. Make a new one with --to spotify."
    S679 = "Spotify did not accept the request ({message}). This is a fault of Synsong or a change at Spotify; write a file with --to, and report it."
    S680 = "Not one of the {total:,} songs was found on Spotify, so no playlist was made there. Write a file with --to to keep the list."
    S681 = "{path} cannot be used: {reason}. Mend or delete it, then run: python -m scripts.spotify login"
    S682 = "Another command is working with Spotify's files in {path}. Wait for it to end and run the command again."
    S683 = "The address of Spotify's {name} must begin with https:// (or http:// on this machine). Correct {variable}, or unset it."
    # Playlists
    S701 = "There is no model: neither the pipeline {path} nor the installed package {package}. Make one with: python -m weasel run all (or install the package, or give --model)"
    S702 = "There is no model '{model}': it is neither a folder nor an installed package. Give --model the folder of a pipeline or the name of a package."
    S703 = "The model {path} cannot be loaded: {reason}. Build it anew (python -m weasel run all) or install the package again."
    S704 = "The model {path} has no songs, so there is nothing to choose from. Add some: python -m scripts.fetch LIBRARY --source files, then python -m weasel run assemble"
    S705 = 'No prompt is given. Write one after the command, or give --prompt-file FILE, --like "Artist - Title" or --refresh FILE; or send it to standard input.'
    S706 = "{given} were given, and only one of them can be: the prompt is written after the command, or read with --prompt-file, or is that of the playlist of --refresh."
    S707 = "--{option} {value} cannot be read: {expected}."
    S708 = "There is no song '{id}' among the {count:,} songs of this model. Ids stand in the output of --json and of --explain{hint}."
    S709 = "'{name}' is not among the {count:,} songs of this model. Write it as \"Artist - Title\"{hint}."
    S710 = "{path} has no recipe, so it cannot be made again: it was not written by Synsong, or another program rewrote it. Make it anew from its prompt."
    S711 = "The recipe of {path} cannot be used: {reason}. Make the playlist anew from its prompt."
    S712 = "There is no playlist {uri} among those that Synsong wrote from here. Known are: {known}. To refresh a file, give its path."
    S713 = "Nothing relevant was found among {count:,} songs: the nearest, {nearest}, has a relevance of {relevance:.2f}, and {threshold:.2f} is needed. Lower it with --threshold, say it in other words, or add songs."
    S714 = "No song meets all conditions ({conditions}). Take one away, or add songs."
    S715 = "Nothing relevant was found among {count:,} songs: nothing in the prompt could be compared with lyrics. Say it in words, such as: a winter night far from home"
    S716 = "{path} is a folder. Name a file, such as {path}/playlist.m3u8"
    S717 = "Songs cannot be looked for at '{name}'. Use one of: {names}"
    S718 = "--discover looks for other songs than those of the model, so it cannot go with {options}. Leave them out."


class Warnings(metaclass=_WithCodes):
    W101 = "{path}, line {line}: left out, {reason}"
    W601 = "{artist} - {title}: not asked of {source}. {reason}"
    W602 = "{source} failed {times} times in a row and is not asked any more in this run. {reason}"
    W603 = "{source} allows no lyrics to be kept: {count:,} songs were found there, and none of them is in {out}. To use them for the moment, run: python -m scripts.make_playlist --discover {source}"
    W604 = "Stopped. What was fetched is kept; run the command again to go on."
    W201 = "The text beginning '{text}' is longer than '{name}' reads; its end does not count for the vector of the whole (its clauses have vectors of their own)."
    W401 = "'{name}' has no songs, so it finds none. Add some with `nlp.get_pipe('{name}').add_songs(nlp, songs)`, or use a packaged model."
    W702 = "The playlist was made with {model} {old}; this is version {new}, so a song may have moved for that reason."
    W703 = "{count:,} of {total:,} songs were not found on Spotify and are left out there: {names}"
    W660 = "The log-in at Spotify ends on {date}, six months after it was made. Renew it before with: python -m scripts.spotify login"
