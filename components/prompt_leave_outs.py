"""The ways of wording that something is to be left out, and what of their words names it."""

from __future__ import annotations

import re

from .prompt_patterns import ABOUT, BARE, CONNECT, QUOTED, any_of, whole, with_typos, words
from .prompt_quotes import Range

NOTHING = any_of(with_typos("nothing") - {"noting", "nothin"}) + r"|nothin'?"
WITHOUT = any_of(with_typos("without") - {"with"}) + r"(?!\s+(?:which|whom)\b)"
EXCEPT = any_of(with_typos("except") - {"expect"})
DONT = r"(?:do not|don't|dont|doesn't|does not|do n't|never|didn't|should not|shouldn't|must not|mustn't|cannot|can't|won't|not)"
SPEAKS = (
    r"(?:mention|talk|deal|involve|include|contain|feature|reference|touch|speak|discuss|use|name|refer|concern|say|sing|have|focus|dwell|center|go|"
    r"revolve|depend|rely|get|become|sound|feel|mentions|involves|includes|contains|features|bring|do|make|glorify|glamorize|glamorise|romanticize|romanticise|celebrate|promote|preach)(?:s|ing)?"
)
MENTION = r"(?:mention(?:s|ing)?|references?|reference to|talk|word|words|trace|hint|hints|sign|signs|shred|allusions?)"
NO_WORD = (
    r"no(?!\s+(?:one|body|matter|longer|doubt|idea|way|wonder|problem|problems|worries|preference|limit|rush|need|good|use|particular|specific|thanks|thank|"
    r"(?:more|less|fewer|later|earlier|older|newer|longer|shorter)\s+than)\b)(?:\s+more)?"
)
NOT_WORD = r"not(?!\s+(?:only|just|merely|simply|necessarily|even|yet|sure|everyone|everybody|every|all\b|long|because|that\s+i|to\s+be\s+confused|more\s+than|longer\s+than|later\s+than)\b)"
LEAVE = r"(?:avoid|avoiding|skip|skipping|exclude|excluding|excludes|omit|omitting|nix|ditch|drop|ban|lose|hold|cut|forget|ignore|remove|spare (?:me|us)|leave (?:out|off|aside)|leaving (?:out|aside)|keep (?:out|off)|cut out|filter out|weed out|rule out|steer clear (?:of|from)|steering clear of|(?:stay|staying|keep|keeping|shy|shying) (?:away|clear) (?:from|of)|go easy on|pass on)"
REST = (
    rf"(?:any(?:thing|one)?|every(?:thing|one)?|all|nothing)\s+(?:but|{EXCEPT}|other than|besides|apart from|save)|{EXCEPT}(?:ing|ed)?(?:\s+for)?|save for|"
    r"minus|sans|barring|bar|other than|apart from|aside from|outside of|rather than|instead of|as opposed to|with the exception of|"
    r"devoid of|free (?:of|from)|unrelated to|not counting|not including|less(?=\s+the\b)|(?:less|fewer)(?=\s+(?:songs|about|of)\b)|unlike"
)
HATE = (
    r"(?:(?:i|we)(?:'m| am|'re| are)?\s+(?:really |just |so )?)?(?:(?:do not|don't|dont|wouldn't|would not|cannot|can't|can not|won't|didn't)\s+(?:really\s+)?"
    r"(?:want|need|like|care for|enjoy|stand|bear|feel like|wanna|handle|take|love|have to have|do)(?:\s+(?:to\s+)?(?:hear|have|listen to|see|get))?|"
    r"(?:not|n't)\s+(?:interested in|into|in the mood for|looking for|a fan of|keen on|up for|fond of|after|asking for|want)|"
    r"(?:hate|dislike|loathe|detest)|(?:sick|tired|fed up|bored)\s+(?:and tired\s+)?(?:of|with|by)|(?:'ve |have )?(?:had enough|heard enough)\s+of|enough(?:\s+of)?)"
)
ORDER = r"(?:do not|don't|dont|never|no need to)\s+(?:include|play|give me|give us|add|use|put(?:\s+in)?|mention|pick|choose|show me|send me|bother with|touch(?:\s+on)?|make\s+(?:it|them|these|those|any)|let\s+(?:it|them)\s+be|bring up|let it be|go|be|get|sing|want|need|throw in|suggest|recommend)"
RELATIVE = rf"(?:and\s+)?(?:that|which)\s+(?:(?:are|is|were)(?:\s+not|n't|\s+never|\s+in no way)|ain't|{DONT}\s+(?:ever\s+|even\s+)?{SPEAKS})|(?:that|which)\s+ha(?:ve|s)\s+nothing\s+to\s+do\s+with|(?:that|which)\s+(?:avoid|skip|leave out|omit|exclude|steer clear of|stay away from)|never\s+{SPEAKS}"
NEITHER = r"neither|nor|none(?:\s+(?:of|about|on|with)(?:\s+(?:them|those|these|it|that|the|your|which|your usual))?)?"
ALL_BUT = re.compile(rf"\W*(?:any(?:thing)?|everything|all)\s+(?:but|{EXCEPT}|other than)(?![\w-])")
START = re.compile(
    rf"{CONNECT.pattern}\s*(?:with\s+)?(?:(?:i|we)(?:'d| would)?\s+(?:really |just )?(?:want|need|like|love|prefer|rather have)(?:\s+to\s+(?:hear|have))?\s+(?=no\b|nothing\b|none\b))?(?P<cue>{whole(f'{HATE}|{ORDER}|{RELATIVE}|{LEAVE}|{REST}|{NEITHER}|{NOTHING}|{NO_WORD}|{NOT_WORD}|{WITHOUT}|never|zero')})(?!\s*$)"
)
AROUND = re.compile(
    rf"{CONNECT.pattern}\s*(?:leave|leaving|keep|keeping|cut|take|filter|hold)\s+(?P<object>[^,;.!?]{{1,60}}?)\s+(?:out|away|aside|off)(?:\s+of\s+(?:it|this|that|them|the \w+))?(?![\w-])"
)
FREE = re.compile(r"(?<![\w-])(?P<object>[\w]+(?:\s+and\s+[\w]+)?)[-‑]free(?![\w-])|(?<![\w-])non-(?P<other>\w+)")
# Inside a topic only words that can hardly be its own
ADJECTIVES = any_of(
    words(
        "sad happy explicit religious depressing romantic sappy cheesy violent political angry cliche clichéd gloomy funny sexual christian patriotic "
        "nostalgic sentimental slow fast loud corny dark mean bitter negative"
    )
)
INSIDE = re.compile(
    r"\s+(?:(?:and|or|,)\s+)?(?P<cue>"
    + whole(
        rf"not\s+(?:{ABOUT}|on|{any_of(['any', 'too', 'counting', 'including', 'involving', 'mentioning'])})|(?:and|but)\s+(?:{NOTHING})(?=\s+(?:{ABOUT}|on|with|to do|of|involving|related|too))|"
        rf"{REST}|excluding|leaving out|(?:{WITHOUT})\s+(?:any|mention(?:ing)?|(?:a|the)\s+{MENTION}|{MENTION}|talk(?:ing)?|being|getting|all\s+the|ever|reference|referring|going)|"
        rf"with\s+(?:no|zero|little|nothing|not)\s+(?:a\s+|any\s+)?(?:{MENTION}|to do)|(?:that|which)\s+(?:are|is)(?:\s+not|n't)(?=\s+(?:{ABOUT}|on|too|really|overly|necessarily|{ADJECTIVES}|(?:[\w'-]+\s+){{1,3}}{BARE}))|"
        rf"(?:that|which)\s+{DONT}\s+(?:ever\s+)?(?:mention|talk|deal|involve|include|contain|feature|reference|touch on|speak of|sing about|refer)|(?:that|which)\s+(?:avoid|leave out|exclude|steer clear of)|(?:that|which)\s+ha(?:ve|s)\s+nothing\s+to\s+do\s+with|"
        rf"(?:and\s+)?(?:please\s+no|no(?=\s+(?:\w+\s+){{0,2}}{BARE}|\s+\w+\s+(?:please|pls|stuff|though)))|but\s+(?:no|not)|with\s+no(?=\s+(?:[\w'-]+\s+){{1,4}}in\s+(?:them|it)(?![\w-]))|{WITHOUT}(?=\s+(?:[\w'-]+\s+){{1,4}}in\s+(?:them|it)(?![\w-]))"
    )
    + ")"
)
NOT_SHORT = re.compile(r"(?<=\w)\s+(?P<cue>not)\s+(?:the\s+)?[\w'-]+(?:\s+[\w'-]+)?\s*$")

FRAME = re.compile(
    rf"\s*(?:(?:(?:songs?|vocals|singing|singers|music|tracks?|tunes?|playlists?|numbers|lyrics|anything|something|things?|stuff|ones?|those|that|them|any|some|too|so|very|overly|more|all|much|many|ever|even|"
    rf"really|usual|your|kind|sort|type|of|single|a|an|the|it|to|do|be|being|getting|get|become|sound|feel|me|us|it's|be|make|go|having|have|hear|listen|in|"
    rf"{MENTION}|mention|mentions|mentioning|include|includes|involve|involves|involving|contain|contains|containing|feature|features|featuring|deal|deals|dealing|talk|talks|"
    rf"talking|speak|speaks|speaking|sing|sings|refer|refers|touch|touches|related|relating|focus|dwell|which|are|is|where|pertaining|regarding|concerning|by|"
    rf"{ABOUT}|on|with|from|for|at)(?![\w'-])\s*)+)"
)
ITSELF = re.compile(
    rf"(?:^|\s){ABOUT}\s+(?:the\s+)?(?P<noun>(?:music|songs?|lyrics|singing|tunes?)(?:\s+(?:itself|themselves))?)[\s.!?]*(?:please|pls)?[\s.!?]*$"
)
MATTER = re.compile(
    whole(
        rf"{ABOUT}|on|with|mention(?:s|ing)?|involv(?:e|es|ing)|featur(?:e|es|ing)|contain(?:s|ing)?|includ(?:e|es|ing)|related to|to do with|regarding"
    )
)
TAIL = re.compile(
    r"[\s,]*(?:(?<![\w'-])(?:please|pls|plz|thanks|thank you|though|however|at all|either|whatsoever|allowed|in (?:it|them|there|this)|on it|there|of any kind|of any sort|if possible|this time|"
    r"today|tonight|for (?:me|now|once|us)|anymore|any more|ok|okay|involved|mentioned|nonsense|songs?|music|tracks?|tunes?|stuff|lyrics|content|themes?|themed|talk|vibes?|material|ones|things?|"
    r"references?|mentions?|related|topics?|numbers|business|thing|itself please|again|too|instead|of it|out of it|you know|will you|lol|yet|kind of stuff)|-\s*related|[\s.!?'\"-])*$"
)
RESTART = re.compile(
    r"\s+(?:and|but|,)\s+(?=(?:lots|plenty|some|more|only|just|maybe|definitely|instead|give|play|with|make|keep|i|we|rather|preferably|mostly|also|please|at|max|something|anything|songs|no|not|nothing|without|never)\b)|"
    r"\s+(?=(?:just|only|but|because|since i|when i|while|instead|as i|so i|if)\b)"
)


def core(text: str, start: int, end: int) -> tuple[Range, bool]:
    """Find what an object names without its frame: `songs about love please` names `love`.

    text (str): The folded prompt.
    start (int), end (int): The object.
    RETURNS (tuple[Range, bool]): The characters of what is named, and whether the frame says that it is matter.
    """
    frame = FRAME.match(text, start, end)
    inner = frame.end() if frame else start
    matter = bool(frame and MATTER.search(text, start, inner))
    tail = TAIL.search(text, inner, end)
    if tail:
        end = tail.start()
    while inner < end and not (text[inner].isalnum() or text[inner] in (QUOTED, "'")):
        inner += 1
    while end > inner and not (text[end - 1].isalnum() or text[end - 1] == QUOTED):
        end -= 1
    return (inner, max(inner, end)), matter
