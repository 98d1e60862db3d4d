"""The open classes of words that the prompt parser knows: genres, languages, and what is not the name of an artist."""

from __future__ import annotations

from .prompt_patterns import words

GENRES: dict[str, list[str]] = {
    "afrobeat": ["afrobeats"],
    "alternative": ["alternative rock", "alt rock", "alt-rock"],
    "ambient": [],
    "americana": ["alt country", "alternative country"],
    "bluegrass": [],
    "blues": ["blues rock", "delta blues"],
    "bossa nova": ["bossanova"],
    "britpop": ["brit-pop"],
    "cajun": ["zydeco"],
    "calypso": ["soca"],
    "celtic": [],
    "classical": ["opera", "lieder"],
    "country": ["country and western", "outlaw country", "honky tonk", "c&w"],
    "cumbia": [],
    "dancehall": [],
    "disco": ["nu disco"],
    "doo-wop": ["doowop"],
    "dream pop": ["shoegaze"],
    "drum and bass": ["drum & bass", "drum'n'bass", "drum n bass", "dnb", "jungle"],
    "dub": [],
    "dubstep": [],
    "electronic": ["electronica", "edm", "electro", "techno", "house", "deep house", "trance", "electronic dance"],
    "emo": [],
    "fado": [],
    "flamenco": [],
    "folk": ["folk rock", "indie folk", "trad folk", "freak folk"],
    "funk": ["p-funk"],
    "gospel": ["worship", "christian gospel"],
    "goth": ["gothic rock", "goth rock", "darkwave"],
    "grime": [],
    "grunge": [],
    "hardcore": ["hardcore punk"],
    "hip-hop": ["hip hop", "hiphop", "rap", "trap", "drill", "boom bap"],
    "indie": ["indie rock", "indie pop"],
    "industrial": [],
    "j-pop": ["jpop"],
    "jazz": ["vocal jazz", "bebop", "smooth jazz"],
    "k-pop": ["kpop"],
    "klezmer": [],
    "latin": ["latin pop", "bachata", "merengue"],
    "lo-fi": ["lofi"],
    "mariachi": ["ranchera", "rancheras"],
    "metal": ["heavy metal", "death metal", "black metal", "thrash", "thrash metal", "metalcore", "doom metal"],
    "musical": ["musicals", "musical theatre", "musical theater", "show tunes", "showtunes", "broadway"],
    "new wave": [],
    "pop": ["pop rock", "power pop", "chamber pop", "art pop", "electropop", "dance pop"],
    "post-punk": [],
    "progressive rock": ["prog", "prog rock"],
    "psychedelic": ["psychedelic rock", "psychedelia"],
    "punk": ["punk rock", "pop punk"],
    "r&b": ["rnb", "r'n'b", "r 'n' b", "r and b", "rhythm and blues", "rhythm & blues", "neo soul", "neo-soul"],
    "reggae": ["roots reggae"],
    "reggaeton": ["reggaetón"],
    "rock": ["classic rock", "hard rock", "soft rock", "garage rock", "arena rock"],
    "rock and roll": ["rock'n'roll", "rock 'n' roll", "rock n roll", "rock & roll", "rocknroll"],
    "rockabilly": ["psychobilly"],
    "salsa": ["mambo"],
    "samba": [],
    "singer-songwriter": ["singer songwriter", "singer/songwriter"],
    "ska": ["2 tone", "two tone"],
    "soul": ["motown", "northern soul"],
    "swing": ["big band"],
    "synth-pop": ["synth pop", "synthpop", "synthwave"],
    "tango": [],
    "trip-hop": ["trip hop", "triphop"],
    "world": ["world music"],
    "yacht rock": [],
}

# What follows a genre's name where it is a part of another expression
COLLOCATIONS = (
    r"(?![\s-]+(?:roads?|house|houses|life|living|lanes?|girls?|boys?|side|clubs?|fairs?|mile|miles|climbing|climber|bottom|stars?|"
    r"mates?|searching|sisters?|food|part(?:y|ies)|clean(?:ing)?|work|hunting|warming|plants?|detectors?|birds?|gates?|sets?|"
    r"states?|tales?|hero|heroes|story|stories|culture|corn|quiz|education|sales?|workshops?|america|americans?|quarter|door|fence|"
    r"pool|of (?:my|our|his|her|mine|ours|milk|men|cards)|for old|towns?|cottage|folks?|radio host|in the (?:wind|water)|the boat|war|wars|peace|"
    r"on my|on our|the world)(?![\w-]))"
)

LANGUAGES = {
    "afrikaans": "af", "arabic": "ar", "basque": "eu", "bengali": "bn", "bulgarian": "bg", "cantonese": "zh", "catalan": "ca",
    "català": "ca", "chinese": "zh", "croatian": "hr", "czech": "cs", "danish": "da", "dansk": "da", "dutch": "nl", "english": "en",
    "inglés": "en", "anglais": "en", "estonian": "et", "farsi": "fa", "finnish": "fi", "flemish": "nl", "french": "fr",
    "français": "fr", "francais": "fr", "gaelic": "ga", "german": "de", "deutsch": "de", "greek": "el", "hebrew": "he",
    "hindi": "hi", "hungarian": "hu", "icelandic": "is", "indonesian": "id", "irish": "ga", "italian": "it", "italiano": "it",
    "japanese": "ja", "korean": "ko", "latin": "la", "lithuanian": "lt", "mandarin": "zh", "norwegian": "no", "persian": "fa",
    "polish": "pl", "portuguese": "pt", "português": "pt", "portugues": "pt", "punjabi": "pa", "romanian": "ro", "russian": "ru",
    "serbian": "sr", "slovak": "sk", "slovenian": "sl", "spanish": "es", "español": "es", "espanol": "es", "swahili": "sw",
    "swedish": "sv", "svenska": "sv", "tagalog": "tl", "tamil": "ta", "thai": "th", "turkish": "tr", "ukrainian": "uk",
    "urdu": "ur", "vietnamese": "vi", "welsh": "cy", "yiddish": "yi", "zulu": "zu",
}  # fmt: skip
NOT_A_LANGUAGE_BEFORE = (
    r"(?<!speaking )(?<!talking )(?<!swearing )(?<!dreaming )(?<!thinking )(?<!whispering )(?<!letters )(?<!words )(?<!goodbye )"
    r"(?<!arguing )(?<!praying )(?<!counting )(?<!you )(?<!saying )(?<!fluent )(?<!letter )"
)

# Capitalised words that name no artist when they stand alone
NOT_A_NAME = frozenset(
    words(
        "monday tuesday wednesday thursday friday saturday sunday january february march april may june july august september october "
        "november december christmas xmas easter halloween thanksgiving hanukkah valentine valentines ramadan new year years eve "
        "god jesus christ lord mary bible heaven hell satan devil buddha allah america american americans usa us uk england english "
        "british britain scotland scottish wales ireland irish france french germany german italy italian spain spanish mexico mexican "
        "texas california london paris york berlin rome tokyo chicago nashville memphis vegas hollywood tennessee georgia alabama "
        "carolina virginia kentucky louisiana africa african asia asian europe european australia australian canada canadian india "
        "indian china chinese japan japanese korea korean russia russian brazil brazilian cuba cuban jamaica jamaican latin nordic "
        "christian catholic jewish muslim buddhist love sad happy slow old the a an i no not disney eurovision covid tv dj xmas mom dad mum "
        "mississippi thames seine nile rhine atlantic pacific lake river mount street avenue"
    )
)
# What follows `by` where no artist is named
NOT_BY = frozenset(
    words(
        "a an my your his her our their this that these those someone somebody anyone anybody everyone people women woman men man girls boys "
        "female male bands artists singers musicians songwriters young old black white queer local unknown new sea river fire ocean beach lake "
        "water window road light night day heart myself yourself itself himself herself ourselves moonlight candlelight starlight far now "
        "then me you him us them it mistake chance accident myself all any some one two three nature rail train car bus boat plane foot "
        "fireside campfire bonfire bed side roadside riverside seaside grave well tree shore harbour harbor"
    )
)
