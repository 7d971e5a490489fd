"""Sentences as people say them, marked by hand: what is masked, what is asked about, what stays."""

from __future__ import annotations

import re

import pytest

from insideout.deidentify.span import Entry

ROSTER = (
    Entry("clinic", ("Farrowgate Health Centre", "Farrowgate"), "organisation"),
    Entry("ward", ("St Ethelwyn's Hospital",), "organisation"),
    Entry("church", ("Our Lady of the Quillets",), "organisation"),
    Entry("town", ("Upper Brimsley-on-the-Moor",), "place"),
    Entry("mine", ("D'Aubrecourt",), "person"),
)
MARK = re.compile(r"\{([^{}]*)\}|<([^<>]*)>")

# {masked before any review}, <masked or asked about>; nothing else is masked.
AGES = {
    "en": """
She was {93} years old when she fell.
My mother's {91} now.
He's {97}, you know.
She'd be {94} this year.
Mum turned {96} in the spring.
He is turning {92} soon.
She's in her {nineties} and still drives.
He lived to be {ninety-eight}.
She died at {ninety-three}.
At {95} you don't want another operation.
My gran's {ninety-one} and sharp as a tack.
A {94}-year-old shouldn't wait that long.
She was a {ninety-two}-year-old lady.
He was aged {90}.
My dad, who's {92}, came along.
She'll be {a hundred} in June.
He made it to {101}.
She is {ninety six} next birthday.
My uncle, {93}, lives alone.
Just short of her {ninety-fifth} birthday.
It was her {97th} birthday.
He was well into his {nineties}.
She is getting on for {ninety}.
I am {ninety-four} years young.
We waited 95 minutes.
There were ninety-two people in the queue.
It cost me 98 pounds.
That was in the nineties, before the new hospital.
About 95 percent of it.
My blood pressure was 140 over 95.
I'm 63 and she's 71.
He's on 95 milligrams.
The temperature was 98 degrees.
Her sats were 94 when we got there.
He'd have been {95} last month.
She was coming up {ninety-one}.
We had her {ninetieth} in the hall.
He's {ninety-two}, going on {ninety-three}.
How old is she? {Ninety-four}.
She's a {nonagenarian}.
Lived to be {101}, did my father.
I scored 95 out of 100. Page 97 says that. It was 95 in the shade.
""",
    "sv": """
Hon är {93} år.
Min mamma fyller {94} i maj.
Han blev {97} år gammal.
En {97-årig} man låg bredvid.
En {nittiotreåring} ska inte vänta.
Hon är på sitt {nittiofemte} år.
Han var över {nittio}.
Farmor, som är {92}, bor kvar hemma.
Hon var {nittiotvå} när hon ramlade.
Hon är i {nittioårsåldern}.
Hon fyllde {nittiofyra} förra året.
Pappa är {91} nu.
När mamma firade sin {97:e} födelsedag kom alla.
Närmare {98} än åttio är han.
En dam på {94} år.
Hon är en bra bit över {nittio}.
Det tog 95 minuter.
På nittiotalet var det bättre.
Det kostade nittio kronor.
Jag är 67 år.
""",
    "nb": """
Hun er {93} år.
Mor fyller {94} i mai.
Han ble {97} år gammel.
En {97-årig} mann lå ved siden av.
En {nittitreåring} skal ikke vente.
Hun er på sitt {nittifemte} år.
Han var over {nitti}.
Han er på {nittitredje} året.
Farmor, som er {92}, bor hjemme.
Hun var {nittito} da hun falt.
Hun er i {nittiårene}.
Bestefar er {91} nå.
Nærmere {nittisju} enn åtti er han.
En dame på {94}.
Bestemor fylte nettopp {93}.
Faren min er {hundre og to}.
Det tok 95 minutter.
På nittitallet var det bedre.
Det kostet nitti kroner.
Jeg er 67 år.
""",
}

NAMES = {
    "en": """
So I rang {Wexmere Road Surgery} and they said no.
We sat in the {Quillon and Brathay Day Centre} all morning.
She was at the {Hospital of St Oswine} for weeks.
It's the {Friends of Tarnley Hospice} who run it.
They moved me to {Royal Harbeck Infirmary} in the end.
He goes to {Thornlea Primary School} now.
I worked at {Prexley & Sons} until I was ill.
We live on {Old Quarry Lane}.
It's just off {Mill of Tarvie Road}.
They're at {14 St Oswine's Close}.
We used to live in {Penhallow Crescent}.
The nurse, {Tamsyn Quethiock}, was lovely.
I said to {Brannoc} that it hurt.
<Brannoc> said it would pass.
And then {Zeffie} came in with tea.
Is that right, {Wulfric}?
Then <Hope> came round to see me.
I asked <Rose> about it.
We had <May> with us that day.
My neighbour <Bush> drove me.
There was a lovely one called {Ng}.
Dr {Oh} told me to rest.
I saw Mr {Ek} on Tuesday.
They took me to <Reading> by ambulance.
We drove up to {Upper Thrapwell} in the snow.
I was in {Farrowgate}, the {farrowgate health centre} I mean.
They said the {Farrowgate Health-Centre} was full.
It was at {St Ethelwyns Hospital} again.
She died in {St. Ethelwyn’s hospital}, bless her.
It was {our Lady of the Quillets} who took us in.
We grew up in {Upper Brimsley on the Moor}.
I rang {D’Aubrecourt} and {DAubrecourt} never rang back.
Mrs {D'AUBRECOURT} was there.
I had an MRI and a CT scan at the GP on Monday.
In March the NHS gave me Paracetamol and Ibuprofen.
I'm on Warfarin for my AF, and Metformin.
Well, Christmas was hard. Easter too.
I watched it on the BBC, then Facebook and YouTube.
She's French, and her carer is Polish.
Oh God, I thought. Thank God.
I've got Parkinson's, and my sister has Alzheimer's.
Yeah. Right. Okay. Mm-hmm. So anyway.
Because I couldn't walk. Although they tried. Whereas before, I could.
Nobody told me. Everything hurt. Honestly. Apparently it's common.
The hospital was full. The road was closed. The school rang.
Our surgery closed. That clinic is good. Your practice nurse rang.
I was in A&E for nine hours. The ICU was worse.
My TV broke. We had Sky and Netflix. I got an iPad.
It was Covid, and then the Pfizer jab.
I had a Zimmer frame and a Macmillan nurse.
Doctor, I said, what is it? Nurse, could you help?
Mum came. Dad didn't. Then Mum cried, and Granny came, too.
Physio helped. Occupational Therapy didn't. Social Services rang.
The Consultant said so, and the Ward Sister agreed.
{Herb} and {Rutendo} fetched me.
We fetched up in <Over> that year.
They met outside the {Saracen's Head} at noon.
{Swale Cement} had the contract.
My mother's maiden name, {Strange}, was wrong.
I worked for {Dunmore Haulage Ltd} for years.
It's on the corner of {Tithe Barn Lane} and {Cutler's Row}.
{Quenby}'ll pop round most mornings.
I was in Resus and then moved to Intensive Care.
They sent me to Orthopaedics and from Physio to Rehab.
The Mental Health Act says otherwise. The Data Protection Act too.
The End of Life Care team came. Palliative Care is good.
We used an iPad, YouTube, PowerPoint and XGBoost. Polymyalgia, they call it.
Frailty is one thing. Frustratingly, nobody said. Hahaha. Ummm.
""",
    "sv": """
Jag ringde {Vråkinge vårdcentral} i går.
Hon låg på {Tjärhovs sjukhus} i en vecka.
Vi bor på {Kvarnhultsgatan 4}.
De bor på {Gamla Smedjevägen}.
Han jobbade på {Brynge och Söner}.
Sen kom {Hjördvig} in.
<Hjördvig> sa att det gick över.
Sköterskan hette {Ulvhild Sköldebrand}.
Jag frågade <Sten> om det.
Doktor {Ek} sa nej.
Vi åkte till {Övre Tvärstad} samma kväll.
Min son går på {Norrhagaskolan}.
Jag fick Alvedon och Waran på akuten.
På måndagen ringde BVC. I juni var det dags.
Försäkringskassan sa nej. Sjukhuset var fullt.
Ja. Nej. Precis. Alltså, det var jobbigt. Nämligen.
Jag har Parkinson och min fru har Alzheimers.
Doktorn kom. Mamma grät. Sen kom mormor.
Därför ringde jag. Ibland går det. Tyvärr inte.
{Svala} heter jag.
Jag var på Akuten och sedan på Röntgen.
Det piggade upp mer än Sertralinet. Innan dess var det Ménière.
""",
    "nb": """
Jeg ringte {Vråkinge legesenter} i går.
Hun lå på {Tjørhov sykehus} i en uke.
Vi bor i {Kvernhultgata 4}.
De bor i {Gamle Smievei}.
Han jobbet på {Brynge og Sønner}.
Så kom {Hjørdvig} inn.
<Hjørdvig> sa at det gikk over.
Sykepleieren het {Ulvhild Skjoldebrand}.
Jeg spurte <Stein> om det.
Doktor {Ek} sa nei.
Vi kjørte til {Øvre Tverrstad} samme kveld.
Sønnen min går på {Nordhaug skole}.
Jeg fikk Paracet og Marevan på legevakten.
NAV sa nei. Sykehuset var fullt. Fastlegen ringte.
Ja. Nei. Akkurat. Altså, det var tungt. Nemlig.
Jeg har Parkinson og kona har Alzheimers.
Legen kom. Mamma gråt. Så kom mormor.
Derfor ringte jeg. Iblant går det. Dessverre ikke.
{Brødrene Aass AS} hadde anbudet.
{Svanhild} var navnet.
Jeg var på Akutten og så på Røntgen. Kortisonen hjalp.
""",
}


def sentences(marked: dict[str, str]) -> list[tuple[str, str]]:
    return [(code, line) for code, text in marked.items() for line in text.strip().splitlines()]


def told(marked: str) -> tuple[str, list[tuple[int, int, bool]]]:
    """A sentence without its marks, and where each stood: first, end, whether it must be masked."""
    text, at, places = "", 0, []
    for mark in MARK.finditer(marked):
        text += marked[at : mark.start()]
        inner = mark[1] if mark[1] is not None else mark[2]
        places.append((len(text), len(text) + len(inner), mark[1] is not None))
        text += inner
        at = mark.end()
    return text + marked[at:], places


@pytest.mark.parametrize(("language", "marked"), sentences(AGES) + sentences(NAMES))
def test_marked(spans, language: str, marked: str) -> None:
    text, places = told(marked)
    found = spans(text, language, ROSTER)
    covered = {i: s.state for s in found for i in range(s.start, s.end)}
    for start, end, masked in places:
        least = ("sure", "masked") if masked else ("sure", "masked", "asked")
        missed = [i for i in range(start, end) if text[i].isalnum() and covered.get(i) not in least]
        assert not missed, f"{text[start:end]!r}: {found}"
    inside = {i for start, end, _ in places for i in range(start, end)}
    vain = {text[s.start : s.end] for s in found if s.state != "asked" if s.start not in inside}
    assert not vain, found
