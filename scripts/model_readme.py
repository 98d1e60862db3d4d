"""The packaged model's own README, with an example that was really run."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from spacy.language import Language

from .assemble import relevance_of

PROMPT = "Potatoes are great food for worms and bugs in the ground."
SHOWN = 3

TEMPLATE = """# en_synsong

Give it any text, and it finds the songs whose lyrics speak of it: ranked, each with the line that matched, under a title.

```python
import spacy

nlp = spacy.load("en_synsong")
doc = nlp("{prompt}")
print(doc._.playlist_title)
for song in doc._.songs[:{shown}]:
    print(song["title"], "-", song["artist"], "|", song["evidence"][0]["text"])
```

```text
{output}
```

The index holds {songs} songs (fingerprint {fingerprint}). `doc._.songs` is the selected list, `doc._.ranking` the plain one,
`doc.cats` the themes. `nlp.get_pipe("lyric_relevance").add_songs(nlp, songs)` adds songs of your own. Everything works offline.

{measures}
"""


def write_readme(path: Path, nlp: Language, performance: dict[str, Any]) -> None:
    """Write the README.

    path (Path): Where to.
    nlp (Language): The pipeline, which answers the example.
    performance (dict[str, Any]): The measures; plain numbers are listed.
    """
    index = relevance_of(nlp).index
    doc = nlp(PROMPT)
    lines = [doc._.playlist_title]
    lines += [f"{song['title']} - {song['artist']} | {song['evidence'][0]['text']}" for song in doc._.songs[:SHOWN]]
    measures = "\n".join(f"| {name} | {value:.3f} |" for name, value in performance.items() if isinstance(value, float))
    table = f"| measure | value |\n|---|---|\n{measures}\n" if measures else ""
    text = TEMPLATE.format(
        prompt=PROMPT,
        shown=SHOWN,
        output="\n".join(lines),
        songs=len(index),
        fingerprint=index.fingerprint,
        measures=table,
    )
    path.write_text(text.strip() + "\n", encoding="utf8")
