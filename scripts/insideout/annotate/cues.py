"""The words that negate, by language, and the words that end what they negate.

Phrases are lists of tokens in lower case with spaces between, as spaCy splits them (do + n't).
They follow the idea of the lists of NegEx (Chapman et al. 2001, doi:10.1006/jbin.2001.1029) and
ConText (Harkema et al. 2009, doi:10.1016/j.jbi.2009.05.002), for speech instead of records.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from typing import TypeAlias

Phrases: TypeAlias = dict[str, list[tuple[tuple[str, ...], str]]]  # by first word, with their class


@dataclass(frozen=True)
class Cues:
    """What negates in one language.

    Cues. `pseudo`: phrases that look like a negation and are none. `verbal`: cues that negate a
    clause (not, never). `nominal`: cues that negate a noun, after which "and" may go on with a list
    (no, without). `either`: words of lacking, which negate what follows or, where nothing or an
    `about` word follows, what came before. `but`: words that are cues, but mean "but" after another
    (Swedish utan). `adverbs`: first words of cues that stand after the finite verb.

    Ends of a scope. `breaks`: always. `openers`: when a `subjects` word follows. `ands`: "and".
    `relative`: not right after the cue (nobody who). `that`: when it begins a clause. `questions`
    and `persons`: after a `factive` word, because what someone didn't know is so. `ors` go on with
    a list.

    Others. `raising`: verbs of thinking, which aren't negated themselves. `indefinite`: words
    before a noun that is negated though it stands before the cue (a reason was never given).
    `light`: what may stand between a verb and its cue. `auxiliaries`: verbs whose content is
    another word. `subordinators`: they begin clauses that end where another finite verb follows,
    and whose own verb follows the cue.
    """

    pseudo: tuple[str, ...]
    verbal: tuple[str, ...]
    nominal: tuple[str, ...]
    either: tuple[str, ...]
    breaks: frozenset[str]
    openers: frozenset[str]
    subjects: frozenset[str]
    ands: frozenset[str]
    ors: frozenset[str]
    relative: frozenset[str]
    that: frozenset[str]
    factive: frozenset[str]
    raising: frozenset[str]
    persons: frozenset[str]
    questions: frozenset[str]
    indefinite: frozenset[str]
    auxiliaries: frozenset[str]
    subordinators: frozenset[str]
    about: frozenset[str]
    but: frozenset[str] = frozenset()
    adverbs: frozenset[str] = frozenset()
    light: frozenset[str] = frozenset()

    @property
    def words(self) -> frozenset[str]:
        """Every word of every cue."""
        return frozenset(
            w for phrase in self.verbal + self.nominal + self.either for w in phrase.split()
        )


def _phrases(text: str) -> tuple[str, ...]:
    return tuple(" ".join(phrase.split()) for phrase in text.split(",") if phrase.strip())


def _words(text: str) -> frozenset[str]:
    return frozenset(text.split())


ENGLISH = Cues(
    pseudo=_phrases("""
        not only, not just, not simply, not merely, not least, not to mention, no doubt, without
        doubt, without a doubt, without any doubt, without fail, no question, no wonder, no matter,
        no sooner,
        or not, why not, if not, not without, nothing but, none other, no end of, no less, not
        so much as, n't only, n’t only, n't just, n’t just, no offence, no worries, last but not
        least, believe it or not, like it or not, needless to say, n't without, n’t without, no
        fewer than, not less than, not fewer than, n't help but, n’t help but, not help but, n't
        agree more, n’t agree more, not agree more, n't have been more, n’t have been more, not
        have been more, n't be more, n’t be more
    """),
    verbal=_phrases("""
        not, n't, n’t, nt, never, nobody, no one, no - one, none, nothing, nowhere, neither,
        nor, hardly, barely, scarcely, seldom, rarely, no longer, by no means, in no way, unable
        to, unwilling to, refused to, refuse to, refuses to, refusing to, failed to, fails to,
        fail to, failing to, failure to, declined to, declines to, neglected to, forgot to,
        forgets to, forgotten to
    """),
    nominal=_phrases("""
        no, without, lack of, absence of, lacked, lacks, lacking, refused, refuses, refusing,
        denied, denies, denying, instead of, rather than
    """),
    either=_phrases("""
        is missing, was missing, are missing, were missing, been missing, is lacking, was
        lacking, are lacking, were lacking, was refused, were refused, been refused, being
        refused, got refused, was denied, were denied, been denied, being denied, was ruled out,
        were ruled out, been ruled out, 's missing, ’s missing
    """),
    breaks=_words("""
        but however although though because whereas while unless until till except besides yet
        when whenever which despite nevertheless therefore
    """),
    openers=_words("and or so for then since before after as if where now like plus whether"),
    subjects=_words("""
        i you he she it we they there this that these those the my our his her their its a an
        everyone everybody someone somebody
    """),
    ands=_words("and &"),
    ors=_words("or nor"),
    relative=_words("who which that when"),
    that=_words("that"),
    factive=_words("""
        know knew known idea clue aware realise realised realize realized tell told telling
        mention mentioned notice noticed remember remembered forget forgot understand understood
        explain explained say said inform informed see saw find found learn learnt learned me us
        him her them you
    """),
    raising=_words("think thought believe believed suppose supposed expect expected"),
    persons=_words("i he she we they"),
    questions=_words("what who whose where when how why which whether if"),
    indefinite=_words("a an any some many all every"),
    auxiliaries=_words("is was are were has had have will would can could should may might"),
    subordinators=_words("who which that if"),
    about=_words("from in on by at again still altogether entirely of for and"),
)

SWEDISH = Cues(
    pseudo=_phrases("""
        inte bara, inte enbart, inte endast, inte minst, inte sant, inte att förglömma, icke
        minst, utan tvekan, utan tvivel, utan vidare, ingen tvekan, inget tvivel, ingen tvivel,
        eller inte, eller ej, varför inte, om inte annat, inte konstigt att, inte undra på, utan
        också, utan även, utan snarare, inte utan, ingen konst, inte mindre än, inte annat än,
        inte ha varit mer, inte vara mer, inte nog med
    """),
    verbal=_phrases("""
        inte, icke, ej, aldrig, knappt, knappast, sällan, ingalunda, ingenting, ingenstans,
        varken, vare sig, inte längre, inte heller, aldrig mer, nästan aldrig, vägrade att,
        vägrar att, vägrat att, vägra att, vägrade, vägrar, misslyckades med att, misslyckats
        med att, misslyckas med att, lät bli att, låtit bli att, undvek att, glömde att, glömde
        bort att, slapp, slipper
    """),
    nominal=_phrases("""
        ingen, inget, inga, utan, i stället för att, istället för att, i stället för, istället
        för, brist på, avsaknad av, saknade, saknar, saknat, sakna
    """),
    either=_phrases("saknas, saknades, saknats, uteblev, uteblivit, fattas, fattades"),
    breaks=_words("""
        men fast fastän eftersom medan tills förrän trots däremot utom förutom när därför dock
        ändå ty
    """),
    openers=_words("och eller så för då innan sedan sen om att som efter därför där"),
    subjects=_words("""
        jag du han hon den det vi ni de dom man någon alla detta den här där mitt min mina vår
        vårt våra hans hennes deras en ett
    """),
    ands=_words("och samt"),
    ors=_words("eller"),
    relative=_words("som att"),
    that=_words("att"),
    factive=_words("""
        vet visste veta aning berättade berättat berätta sa sade säger sagt nämnde nämnt märkte
        förstod förstår fattade förklarade informerade upptäckte såg mig oss honom henne dem
    """),
    raising=_words("tror trodde tro tycker tyckte tyckt anser ansåg"),
    persons=_words("jag han hon vi ni"),
    questions=_words("vad vem vems vilken vilket vilka var vart när hur varför"),
    indefinite=_words("en ett någon något några alla många"),
    about=_words("från i på av för hos ännu fortfarande ofta alltid helt ibland också och"),
    but=_words("utan"),
    adverbs=_words("inte icke ej aldrig nästan knappt knappast sällan ingalunda"),
    light=_words("""
        jag du han hon den det vi ni de dom man mig mej dig dej honom henne oss er dem sig sej
        nog ju väl heller alls faktiskt tyvärr egentligen riktigt ens ännu fortfarande längre
        också bara verkligen alltså sedan sen då där här nu dock ofta alltid i på av till för
        med om upp ut någonsin själv
    """),
    auxiliaries=_words("""
        finns fanns har hade haft kan kunde ska skall skulle vill ville måste får fick är var
        blir blev bör borde brukar brukade lär må måtte gör gjorde vara bli ha varit
    """),
    subordinators=_words("""
        att som eftersom om när medan innan därför varför hur vad vilket vilka vilken då fast
        fastän trots ifall där såvida förrän tills vem
    """),
)

NORWEGIAN = Cues(
    pseudo=_phrases("""
        ikke bare, ikke kun, ikke minst, ikke sant, uten tvil, ingen tvil, eller ikke, eller ei,
        hvorfor ikke, om ikke annet, ikke rart at, ikke rart, ikke uten, uten videre, ikkje
        berre, ikkje minst, ikkje sant, utan tvil, eller ikkje, ikke å forglemme, ingen sak,
        ikke mindre enn, ikke annet enn, ikke ha vært mer, ikke vært mer, ikke nok med
    """),
    verbal=_phrases("""
        ikke, ikkje, aldri, neppe, knapt, sjelden, sjeldan, ikke lenger, ikkje lenger, ikke
        heller, aldri mer, nesten aldri, ingenting, intet, inkje, ingensteds, ingen steder,
        verken, hverken, korkje, nektet å, nekter å, nektet, nekter, unnlot å, unnlater å, lot
        være å, latt være å, lar være å, glemte å, glemmer å, unngikk å, slapp, slipper,
        mislyktes i å, klarte aldri å
    """),
    nominal=_phrases("""
        ingen, inga, uten, utan, uten at, uten å, i stedet for å, istedenfor å, i stedet for,
        istedenfor, mangel på, fravær av, manglet, mangla, savnet, savner
    """),
    either=_phrases("mangler, manglar, manglet, mangla, uteble, uteblitt, uteblir"),
    breaks=_words("""
        men fordi ettersom mens inntil unntatt bortsett derimot likevel imidlertid når selv enda
        skjønt dermed derfor
    """),
    openers=_words("og eller så for da før siden om at som etter hvis der"),
    subjects=_words("""
        jeg eg du han hun ho hen den det vi me dere de dei man en noen alle dette disse min mitt
        mine vår vårt våre hans hennes deres et ei
    """),
    ands=_words("og samt"),
    ors=_words("eller"),
    relative=_words("som at å"),
    that=_words("at"),
    factive=_words("""
        vet visste vite anelse fortalte fortalt fortelle sa sier sagt nevnte nevnt merket merka
        forsto forstod forstår skjønte forklarte informerte oppdaget så meg oss ham henne dem
    """),
    raising=_words("tror trodde tro synes syntes mener mente"),
    persons=_words("jeg eg han hun vi"),
    questions=_words("hva hvem hvis hvilken hvilket hvilke hvor når hvordan hvorfor"),
    indefinite=_words("en ei et noen noe alle mange"),
    about=_words("fra i på av for hos ennå fortsatt ofte alltid helt også fremdeles og"),
    adverbs=_words("ikke ikkje aldri nesten neppe knapt sjelden sjeldan"),
    light=_words("""
        jeg eg du han hun ho den det vi me dere de dei man meg deg ham henne oss dem seg nok jo
        vel heller faktisk dessverre egentlig riktig engang ennå fortsatt lenger også bare
        virkelig altså siden da der her nå dog ofte alltid i på av til for med om opp ut selv
        noensinne
    """),
    auxiliaries=_words("""
        finnes fins fantes har hadde hatt kan kunne skal skulle vil ville må måtte får fikk er
        var blir ble blei bør burde pleier pleide gjør gjorde være bli ha vært
    """),
    subordinators=_words("""
        at som fordi ettersom om når mens før hvorfor hvordan hva hvilket hvilke hvilken da hvis
        selv enda siden der inntil hvem
    """),
)

CUES = {"en": ENGLISH, "sv": SWEDISH, "nb": NORWEGIAN}


@cache
def phrases(language: str) -> Phrases:
    """Phrases of a language by their first word, the longest first, each with its class."""
    cues = CUES[language]
    found: Phrases = {}
    for sort in ("pseudo", "either", "verbal", "nominal"):
        for phrase in getattr(cues, sort):
            words = tuple(phrase.split())
            found.setdefault(words[0], []).append((words, sort))
    return {first: sorted(known, key=lambda p: -len(p[0])) for first, known in found.items()}


@cache
def signals(language: str) -> frozenset[str]:
    """A word of every cue, its longest: a sentence without any of them has no cue."""
    cues = CUES[language]
    real = cues.verbal + cues.nominal + cues.either
    return frozenset(max(phrase.split(), key=len) for phrase in real)
