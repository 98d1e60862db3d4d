"""The closed classes of words by which a prompt asks, links, and leaves out. All are matched on folded text."""

from __future__ import annotations

import re
from collections.abc import Iterable

QUOTED, READ = "\ue000", "\ue001"  # stand for characters of a quotation and of a constraint that was read


def any_of(words: Iterable[str]) -> str:
    """RETURNS (str): A group that matches one of the words, longest first; a space in them matches any white space."""
    ordered = sorted({word for word in words if word}, key=lambda word: (-len(word), word))
    return "(?:" + "|".join(re.escape(word).replace(r"\ ", r"\s+") for word in ordered) + ")"


def with_typos(word: str) -> set[str]:
    """RETURNS (set[str]): The word and what comes of it when two neighbours change places or a letter is left out."""
    swapped = {word[:i] + word[i + 1] + word[i] + word[i + 2 :] for i in range(len(word) - 1)}
    dropped = {word[:i] + word[i + 1 :] for i in range(1, len(word))}
    return ({word} | swapped | dropped) - {"bout", "abut", "sons", "sings", "snogs", "sogs", "musi", "wihout"} | {word}


def whole(pattern: str) -> str:
    """RETURNS (str): The pattern, where it is not a part of a longer word."""
    return rf"(?<![\w'-])(?:{pattern})(?![\w-])"


def words(text: str) -> list[str]:
    """RETURNS (list[str]): The words of a text, so that long lists of them stay readable."""
    return text.split()


ABOUT = any_of(with_typos("about"))
NUMBERS = {
    word: number
    for number, word in enumerate(
        words(
            "zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen "
            "eighteen nineteen twenty"
        )
    )
}
TENS = {word: 10 * n for n, word in enumerate(words("thirty forty fifty sixty seventy eighty ninety"), 3)}
NUMBERS |= {**TENS, "hundred": 100, "a hundred": 100, "one hundred": 100, "dozen": 12, "a dozen": 12, "half a dozen": 6}
NUMBERS |= {"two dozen": 24, "a couple of": 2, "a couple": 2, "a single": 1, "a half dozen": 6}
UNITS = any_of(words("one two three four five six seven eight nine"))
NUMBER = rf"(?:\d{{1,4}}|{any_of([*TENS, 'twenty'])}[- ]{UNITS}|{any_of(NUMBERS)})"

# What is asked for, and dropped when it is read; and what is kept, since it says something
BARE = whole(
    any_of(with_typos("songs") | with_typos("music") | with_typos("playlist"))
    + r"|song|playlists|tracks?|tunes?|mix|mixtapes?|bangers?|jams?|bops?|numbers|records|recordings|singles|"
    r"melod(?:y|ies)|canci(?:o|ó)n(?:es)?|chansons?|lieder|musics|tracklist|setlist|selection|compilation|lists?(?=\s+of)|beats|vibes|grooves"
)
KIND = whole(
    r"ballads?|anthems?|covers?|hymns?|carols?|lullab(?:y|ies)|shant(?:y|ies)|duets?|hits?|oldies|spirituals?|deep cuts?|"
    r"hidden gems?|classics|chart-?toppers?|show ?tunes|love songs?"
)
THING = whole(
    any_of(with_typos("something") | with_typos("anything")) + r"|stuff|everything|things?|ones?|some|any|lyrics|words"
)
NOUN = rf"(?:{BARE}|{KIND})"
CLOSED = any_of(
    words(
        "i me we us you he him she it they them my our your his her its their this that these those who whom which whose what "
        "am is are was were be been being has have had do does did will would shall should can could may might must "
        "about of on in at by from with without into over under after before since during against through where when while "
        "how why if because than then there here not no never nothing nobody nor but isn't aren't wasn't weren't don't didn't "
        "doesn't can't couldn't won't wouldn't i'm i've i'd i'll you're we're they're it's he's she's that's there's like "
        "except minus excluding avoid skip"
    )
)
MODIFIER = rf"(?:(?!{whole(CLOSED)}|{BARE})[\w'&+\-’{QUOTED}]+|the\s+\w+|(?:about|around|roughly|over)\s+{NUMBER}|(?:couple|bunch|handful|number|lot|lots|set|dozen|pair|few|series|list|plenty)\s+of|(?:no|not)\s+more\s+than|at\s+(?:least|most)|up\s+to)"
PRE = rf"(?P<pre>(?:{MODIFIER}[\s,/]+){{0,8}}?)"

OPENER = whole(
    r"please|pls|plz|hi|hello|hey|hiya|yo|thanks|thank you|kindly|ok|okay|so|well(?![\s-]+(?:known|loved))|now|then|and|but|also|again|today|tonight|"
    r"dear synsong|synsong|(?:can|could|would|will) (?:you|u)|would you mind|(?:just|maybe|perhaps|ideally|preferably)"
)
WANT = (
    r"(?:i|we)(?:'d| would)? (?:really |just |only )?(?:want|need|like|love|wish|prefer|appreciate|request)(?: to (?:hear|have|get|find|make|listen to|see))?|"
    r"(?:i|we) (?:wanna|want to|gotta|need to|have to) (?:hear|have|listen to|find|make|get)|"
    r"(?:(?:i|we)(?:'m| am|'re| are) )?(?:looking|look+in'?|searching|hunting|asking) for|in search of|"
    r"(?:(?:i|we)(?:'m| am|'re| are) )?(?:after|craving|building|making|putting together|compiling)|"
    r"(?:(?:i|we)(?:'m| am|'re| are) )?in (?:the|a) mood for|(?:i|we) (?:feel|am feeling) like|"
    r"(?:i'm|we're) (?:in need of|trying to find)|let(?: me|'s| us) (?:hear|have|listen to)|"
    r"(?:do|have|did|would) (?:you|u|we) (?:have|know|got|happen to (?:have|know))(?: of)?|got|what(?:'s| is| are)?|which|"
    r"(?:are|is) there|how about|what about|need|needs|want|wants|wanna hear|wishing for"
)
TELL = (
    r"(?:help me )?(?:give|gimme|play|find|show|make|get|build|create|put together|put on|compile|curate|generate|suggest|"
    r"recommend|send|pick|choose|select|list|name|queue(?: up)?|throw on|spin|sing|bring|fetch|search(?: for)?|look for|pull up|"
    r"hit|add|start|gather|collect|dig up|serve(?: up)?|share)"
)
VERB = rf"(?P<verb>{whole(WANT)}|{whole(TELL)}(?:\s+(?:it|this|that)(?=\s+an?\s))?)(?:\s+(?:me|us|my \w+|together|up|out|for me|for us|of|to be))*"
STARTS = r"(?:about|(?:(?:my|our|the|your)\s+\w+|i|we|you|people)\s+can|w(?=/)|you|en|auf|sobre|on|of|for|with|without|from|by|in|that|which|where|when|whenever|while|to|like|whose|but|not|no|and|or|please|pls|only"
STARTS += (
    r"|older|newer|earlier|later|above|below|under|over|after|before|since|except|minus|excluding|featuring|mentioning|telling|dealing|describing|sung|set|inspired"
    r"|related|having|containing|regarding|concerning|around|between|longer|shorter|less|more|at|max|also|plus|both|apart|aside"
    r"|other|rather|instead|until|till|as|evoking|capturing|exploring|suitable|good|perfect|sans|neither|nor|nothing|none|never"
    r"|barring|all|thanks|during|against|through|because|devoid|unrelated|style|up|released|recorded|made|written|free|non"
    rf"|{ABOUT}|{any_of(with_typos('without') - {'with'})})"
)
CONTINUES = rf"(?=\s*(?:$|[,;:.!?()\[\]/+&–—{QUOTED}-]|\d|{whole(STARTS)}))"
PRONOUN_THING = whole(any_of(with_typos("something") | with_typos("anything")))


def head_patterns(genre: str) -> list[re.Pattern[str]]:
    """Make the patterns of how a request begins, up to the noun that stands for songs.

    genre (str): A pattern of the names of genres, which may stand for songs too.
    RETURNS (list[re.Pattern]): A verb that asks and a noun; a noun alone, if it goes on as requests do; and a genre,
        after a verb or before `about`. Groups: `pre` is what describes the noun, `noun` the noun.
    """
    openers = rf"(?:{OPENER}[\s,!.]{{1,4}}){{0,6}}"
    dated = rf"(?=\s+(?:{ABOUT}|from|songs|with\s+(?:lyrics|words))(?![\w-]))"
    sources = [
        rf"{openers}{VERB}\s+{PRE}(?P<noun>{NOUN})",
        rf"{openers}{VERB}\s+{PRE}(?P<noun>{THING})",
        rf"{openers}{VERB}\s+{PRE}(?P<noun>{genre})(?=\s*(?:$|[,;.!?(])|\s+(?:{ABOUT}|from|for|with|by|in|that|to|please|and|or|but|no)(?![\w-]))",
        rf"{openers}{VERB}\s+(?P<pre>)(?P<noun>{NUMBER})(?=\s+(?:{ABOUT}|for|on|by|from)(?![\w-]))",
        rf"{openers}{PRE}(?P<noun>{NOUN}|{PRONOUN_THING}){CONTINUES}",
        rf"{openers}(?P<pre>(?:{MODIFIER}[\s,/]+){{1,8}}?)(?P<noun>stuff)(?=\s+(?:{ABOUT}|from|by|for|in)(?![\w-]))",
        rf"{openers}{PRE}(?P<noun>{genre}(?:(?:\s*,\s*|\s+(?:and|or)\s+){genre})+)(?=\s+(?:{ABOUT}|from|for|with|by|in|to)(?![\w-]))",
        rf"{openers}{PRE}(?P<noun>{PRONOUN_THING})(?=(?:\s+{MODIFIER}){{1,3}}{CONTINUES})",
        rf"{openers}{PRE}(?P<noun>{genre}){dated}",
    ]
    sources.append(
        rf"{openers}(?:i|we)(?:'d)?\s+(?:want|need|would like|like|love|wanna)(?:\s+to)?\s+(?P<pre>)(?P<noun>hear|listen|sing)(?=\s+{ABOUT}\s)"
    )
    return [re.compile(source) for source in sources]


# A verb that asks for music by itself, without a noun
PLAY = re.compile(
    rf"(?:{OPENER}[\s,!.]{{1,4}}){{0,6}}(?:play|put on|queue(?: up)?|throw on|listen to)\s+(?:me|us|some)\b\s*"
)
NAKED = re.compile(rf"(?:{OPENER}[\s,!.]{{1,4}}){{0,6}}{VERB}\s+")

RELATIVE = r"(?:that|which|who|where|in which)\s+"
LINK = re.compile(
    rf"[\s,]*(?:(?:that\s+)?you(?:'ve)?\s+(?:have|got|know(?: of)?|can find)(?:\s+got)?\s+)?(?:(?:and|both|all|mostly|mainly|really|either)\s+)*(?:(?:that|which)\s+(?:(?:are|is)\s+|'re\s+|'s\s+)?)?(?:(?:all|really|mostly|mainly|only|just|also)\s+)*(?:"
    rf"{ABOUT}|on the (?:theme|subject|topic|idea) of|around the (?:theme|idea) of|with (?:a )?lyrics (?:{ABOUT}|on|of)|with words about|"
    rf"whose (?:lyrics|words) (?:are {ABOUT}|mention|speak of|talk about)|lyrically about|(?:deal|dealing|deals) with|"
    rf"(?:talk|talking|talks|speak|speaking|speaks|sing|singing|tell|telling) (?:about|of)|related to|relating to|concerning|regarding|"
    rf"(?:having )?to do with|featuring|mentioning|(?:mention|mentions)|inspired by|evoking|evokes?|describing|describes?|"
    rf"captur(?:e|es|ing)|explor(?:e|es|ing)|celebrat(?:e|es|ing)|revolving around|in which|where(?:in)?|when|whenever|while|"
    rf"for(?: when| the times?(?: when)?)?|on|of|with|w/|to go with|fit(?:ting)? for|suitable for|good for|perfect for|like|to|theme)(?![\w'-])\s*:?\s*"
    rf"|[\s,]*(?:that|which)\s+(?!(?:are|is|do|does|'re|'s)\b)"
)
TOPIC = re.compile(rf"[\s,]*(?:theme|topic|subject|mood|{ABOUT})\s*:?\s+(?=\S)")

SEGMENT = re.compile(
    r"[,;:()\[\]{}|]|\s-+\s|--+|\s*[–—]\s*|\.\.+|…|(?<!anything)(?<!everything)(?<!nothing)(?<!\ball)\s+(?:but|though|although|yet)(?=\s)"
)
CONNECT = re.compile(
    r"\s{0,4}(?:(?:and|or|but|also|plus|please|pls|plz|just|only|preferably|ideally|maybe|perhaps|though|although|however|so|then|"
    r"oh|yes|each|every one|mostly|especially|particularly|including|nothing but|if possible|thanks|thank you|all|ok|instead|theme|topic|mood|themes|"
    r"with)(?![\w'-])[\s:]{0,4}){0,6}"
)
SUBJECT = re.compile(
    whole(
        r"i|we|you|he|she|it|they|there|nobody|everybody|everyone|someone|somebody|(?:i|we|you|they)'(?:m|ve|d|ll|re)|(?:he|she|it|that|there|who)'s|"
        r"is|are|was|were|am|be|has|have|had|did|does|do|will|would|can|could|should|shall|must|might|may|isn't|aren't|wasn't|weren't|"
        r"don't|didn't|doesn't|can't|couldn't|won't|wouldn't|ain't|haven't|hasn't|hadn't"
    )
)
FINITE = re.compile(
    whole(
        r"is|are|was|were|has|had|have|did|does|will|would|must|isn't|aren't|wasn't|weren't|won't|made|came|went|gave"
    )
)
SUBORDINATE = re.compile(
    whole(
        r"that|which|who|whom|whose|where|when|while|how|why|what|because|if|whether|until|till|than|i|we|you|he|she|it|they|there|someone|somebody|nobody|everybody|everyone|one|as|after|before"
    )
)
AND = re.compile(r"\s*(?:,|&|\+|/|\s(?:and|or|nor|as well as|and also|plus|and/or|along with)(?=\s))\s*")
SONGS = frozenset(
    words("song songs music playlist track tracks tune tunes list lyrics words mix things everything nothing")
)
JUNK = frozenset(
    words(
        "hi hello hey hiya thx cheers dear synsong greetings w a an the some any of to for about and or but with please pls plz by in on at from that which is are be it its them this these "
        "good great nice best cool awesome few couple bunch lot lots plenty more other others really very quite pretty kind sort also too just only me my us "
        "song songs music playlist track tracks tune tunes something anything everything nothing stuff things thing one ones list mix "
        "theme topic style vibe vibes thanks thank you all each or so maybe perhaps etc both like not no nor mostly especially ideally preferably "
        "ok okay fine allowed possible if want need i i'd we do does what when where who whose how as so then than lyrics words released made recorded written sung singing "
        "max maximum minimum min most least up hour long total top s 's 've featuring including along plus another even"
    )
)
EDGE = frozenset(
    words(
        "a an the some any of for about and or but with please pls plz that which also just only good great nice best cool awesome few bunch "
        "lot lots plenty more really very quite theme topic thanks both like where when whenever to is are all mostly especially ideally preferably "
        "either neither in on at from by as etc too maybe perhaps me us instead though so then songs song music tracks tunes"
    )
)
