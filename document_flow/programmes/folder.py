"""Reading `programme.yaml`, with everything that is wrong in it at once."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator

from document_flow.programmes.programme import (
    AT_ACCOUNTS,
    ENDS,
    FIELDS,
    HEARING_LEAD,
    RELATIVES,
    TOGETHER,
    EffectRule,
    FactRule,
    LegalAct,
    ListsRule,
    NoticeRule,
    Origin,
    PaperRule,
    Programme,
    Question,
    RefusalRule,
    ReviewRule,
    RevocationRule,
    SampleRule,
    Term,
    TogetherRule,
    Via,
)
from document_flow.sheet import Entry, read_sheet
from document_flow.words import Words

CHANNELS = ("desk", "portal")
OUTCOMES = ("granted", "refused")
_BY, _FORMS = ("hub", "official"), ("certificate", "letter")
_VIAS: dict[str, Via] = {"register": "register", "ask": "ask", "answer": "answer", "scan": "scan",
                         "together": "together"}  # fmt: skip
_OF = "|".join(RELATIVES)
_NOWHERE = Words("", "")
_NO_ACT = LegalAct(id="", title=_NOWHERE)


def read_programme(text: str) -> Programme:
    """The programme that a sheet says. Raises SheetRefused (`programmes.refused`) with every problem in it."""
    sheet = read_sheet(text, "programmes.refused")
    applications = sheet.entry("applications")
    asks, decision = sheet.entry("asks"), sheet.entry("decision")
    paper, refusal = sheet.entry("paper"), sheet.entry("refusal")
    effect, notice = sheet.entry("effect", optional=True), sheet.entry("notice", optional=True)
    review = sheet.entry("review")
    revocation, suspension = sheet.entry("revocation", optional=True), sheet.entry("suspension", optional=True)
    lists, together = sheet.entry("lists", optional=True), sheet.entry("together", optional=True)
    questions = tuple(_questions(sheet, "form"))
    made = Programme(
        id=sheet.text("id"),
        title=sheet.words("title"),
        version=sheet.whole("version", least=1),
        valid_from=sheet.day("valid_from"),
        act=_act(sheet),
        series=applications.text("series") if applications else "",
        channels=applications.texts("channels") if applications else (),
        formats=applications.texts("formats") if applications else (),
        reference=applications.text("reference", default="") if applications else "",
        questions=questions,
        scans=tuple(_questions(sheet, "scans")),
        alike=applications.texts("alike") if applications else (),
        purpose=asks.text("purpose") if asks else "",
        legal_basis=asks.text("legal_basis") if asks else "",
        wait_s=asks.whole("wait_s", least=1) if asks else 1,
        facts=tuple(_facts(sheet)),
        table=decision.text("table") if decision else "",
        verdict=decision.text("verdict") if decision else "",
        outcomes=decision.mapped("outcomes", _outcome, optional=False) if decision else {},
        decide=_term(decision, "term"),
        decided_by="official"
        if decision is not None and decision.one_of("by", _BY, default="hub") == "official"
        else "hub",
        hearing=decision.flag("hearing", default=False) if decision is not None else False,
        once=applications.flag("once", default=False) if applications else False,
        lives=decision.text("lives", default="") if decision is not None else "",
        paper=_paper(paper),
        refusal=_refusal(refusal),
        review=_review(review),
        unheard=_act(decision, "unheard") if decision is not None and decision.has("unheard") else None,
        revocation=_revocation(revocation),
        suspension=_revocation(suspension),
        notice=_notice(notice),
        effect=_effect(effect),
        lists=_lists(lists),
        together=_together(together),
        grade=next(_questions(decision, "grade"), None) if decision is not None else None,
        english=sheet.mapped("english", Entry.text),
    )
    read = (applications, asks, decision, paper, refusal, review, revocation, suspension, notice, effect, lists)
    for each in (*read, together, sheet):
        if each is not None:
            each.done()
    _hold_together(sheet, made)
    sheet.findings.refuse_if_any()
    return made


def _act(entry: Entry, key: str = "act") -> LegalAct:
    act = entry.entry(key)
    if act is None:
        return _NO_ACT
    made = LegalAct(
        id=act.text("id"),
        title=act.words("title"),
        article=act.text("article", default=""),
        assumed=act.flag("assumed", default=False),
    )
    act.done()
    return made


def _term(entry: Entry | None, key: str) -> Term:
    term = entry.entry(key) if entry is not None else None
    if term is None:
        return Term(days=1, working=False, act=_NO_ACT)
    made = Term(days=term.whole("days", least=1), working=term.flag("working", default=False), act=_act(term))
    term.done()
    return made


def _outcome(under: Entry, name: str) -> str:
    return under.one_of(name, OUTCOMES)


def _questions(sheet: Entry, section: str) -> Iterator[Question]:
    for name, asked in _each(sheet.entry(section, optional=True)):
        yield Question(
            name=name,
            title=_title(asked),
            choices=asked.mapped("choices", Entry.words),
            is_flag=asked.flag("flag", default=False),
            required=asked.flag("required", default=True),
            at_desk=asked.flag("at_desk", default=False),
        )
        asked.done()


def _each(entry: Entry | None) -> Iterator[tuple[str, Entry]]:
    """The mappings under an entry, by name."""
    names = entry.keys() if entry is not None else ()
    return ((name, found) for name in names if entry is not None and (found := entry.entry(name)) is not None)


def _title(entry: Entry) -> Words:
    return Words(entry.text("az"), entry.text("en"))


def _facts(sheet: Entry) -> Iterator[FactRule]:
    for name, fact in _each(sheet.entry("facts")):
        yield FactRule(
            name=name,
            title=_title(fact),
            origins=tuple(_origins(fact)),
            values=fact.mapped("values", Entry.text),
            parts=fact.texts("parts"),
            presence=fact.flag("presence", default=False),
            any=fact.mapped("any", Entry.text),
            lacks=fact.texts("lacks"),
            absent=fact.text("absent") if fact.has("absent") else None,
            assumed=fact.text("assumed") if fact.has("assumed") else None,
            agree=fact.flag("agree", default=False),
            needed=fact.flag("needed", default=True),
            own=fact.flag("own", default=False),
            watched=fact.flag("watched", default=False),
            settlement=fact.text("settlement", default=""),
            only={key: tuple(allowed.split()) for key, allowed in fact.mapped("only", Entry.text).items()},
        )
        fact.done()


def _origins(fact: Entry) -> Iterator[Origin]:
    said = fact.texts("from")
    if not said:
        fact.problem("from", "məlumatın mənbəyi yoxdur", "the fact has no source")
    for each in said:
        via, _, rest = each.partition(" ")
        rest, _, at = rest.partition(" at ")
        rest, _, relative = rest.partition(" of ")
        of, _, path = rest.partition(".")
        is_strange = relative != "" and (via != "register" or relative not in RELATIVES)
        is_strange = is_strange or (at != "" and (via != "register" or of not in AT_ACCOUNTS or ":" not in at))
        is_strange = is_strange or (via == "together" and of not in TOGETHER)
        if via not in _VIAS or not of or (via in ("register", "ask") and not path) or is_strange:
            fact.problem(
                "from",
                f"«{each}» mənbə deyil; yazılışı: register növ.sahə [of {_OF}] [at qurum:cavab], ask sual.sahə,"
                f" answer ad, scan ad, together {'|'.join(TOGETHER)}",
                f"{each!r} is no source; write: register kind.field [of {_OF}] [at utility:answer],"
                f" ask question.field, answer name, scan name, together {'|'.join(TOGETHER)}",
            )
            continue
        yield Origin(via=_VIAS[via], of=of, field=path, relative=relative, at=at)


def _paper(paper: Entry | None) -> PaperRule:
    if paper is None:
        return PaperRule(
            series="",
            form="letter",
            valid=None,
            text=_NOWHERE,
            purpose="",
            holder=(),
            born="",
            family="",
            shows=(),
            provisional=_NOWHERE,
        )
    return PaperRule(
        series=paper.text("series"),
        form="certificate" if paper.one_of("form", _FORMS, default="certificate") == "certificate" else "letter",
        valid=_term(paper, "valid") if paper.has("valid") else None,
        text=paper.words("text"),
        purpose=paper.text("purpose", default=""),
        holder=paper.texts("holder"),
        born=paper.text("born"),
        family=paper.text("family", default=""),
        family_in_code=paper.text("family_in_code", default=""),
        shows=paper.texts("shows"),
        provisional=paper.words("provisional"),
        address=paper.text("address", default=""),
    )


def _refusal(refusal: Entry | None) -> RefusalRule:
    if refusal is None:
        return RefusalRule(series="", text=_NOWHERE, remedy=_NOWHERE, complaint=_term(None, ""))
    return RefusalRule(
        series=refusal.text("series"),
        text=refusal.words("text"),
        remedy=refusal.words("remedy"),
        complaint=_term(refusal, "complaint"),
    )


def _review(review: Entry | None) -> ReviewRule:
    body = review.words("body") if review is not None else _NOWHERE
    return ReviewRule(body=body, term=_term(review, "term"))


def _revocation(revocation: Entry | None) -> RevocationRule | None:
    if revocation is None:
        return None
    return RevocationRule(
        series=revocation.text("series"),
        act=_act(revocation),
        text=revocation.words("text"),
        remedy=revocation.words("remedy"),
        complaint=_term(revocation, "complaint"),
    )


def _notice(notice: Entry | None) -> NoticeRule:
    if notice is None:
        return NoticeRule()
    return NoticeRule(
        days=notice.whole("days", least=1, default=NoticeRule().days),
        phone=notice.text("phone", default=""),
        by_letter=notice.text("by_letter", default=""),
        hearing=_term(notice, "hearing") if notice.has("hearing") else HEARING_LEAD,
        ending=notice.whole("ending", least=0, default=0),
    )


def _effect(effect: Entry | None) -> EffectRule | None:
    if effect is None:
        return None
    under = effect.entry("ends", optional=True)
    ends = {how: under.mapped(how, Entry.text) for how in ENDS if under.has(how)} if under is not None else {}
    if under is not None:
        under.done()
    return EffectRule(
        record=effect.text("record"),
        fields=effect.mapped("fields", Entry.text),
        ends=ends,
        restored=effect.mapped("restored", Entry.text),
    )


def _lists(lists: Entry | None) -> ListsRule | None:
    if lists is None:
        return None
    pays = lists.flag("pays")
    sample = _sample(lists) if pays else None
    made = ListsRule(parties=lists.texts("parties"), benefit=lists.text("benefit"), pays=pays, sample=sample)
    if not made.parties or len(set(made.parties)) < len(made.parties):
        lists.problem("parties", "tərəflər yoxdur və ya təkrarlanır", "no parties, or one of them twice")
    return made


def _together(together: Entry | None) -> TogetherRule | None:
    if together is None:
        return None
    return TogetherRule(
        fins=together.text("fins"),
        words=together.text("words"),
        settlement=together.text("settlement"),
        about=together.words("about"),
        days=together.whole("days", least=1),
    )


def _sample(lists: Entry) -> SampleRule | None:
    sample = lists.entry("sample")
    if sample is None:
        return None
    share, least, most = (sample.whole(name, least=1) for name in ("share", "least", "most"))
    if least > most:
        sample.problem("most", "azından az ola bilməz", "cannot be less than the least")
    made = SampleRule(share=share, least=least, most=most, act=_act(sample))
    sample.done()
    return made


def _hold_together(sheet: Entry, made: Programme) -> None:
    """Names that are used are said, and what is said is used."""
    known, asked = {each.name for each in made.facts}, {each.name for each in made.questions}
    coded = {each.name for each in made.questions if each.choices or each.is_flag}
    table: tuple[tuple[str, Iterable[str], Collection[str], str, str], ...] = (
        ("applications", made.channels, {*CHANNELS}, "«{}» kanalı yoxdur", "there is no channel {!r}"),
        ("applications", made.alike, coded, "formada seçimli «{}» yoxdur", "the form has no choice {!r}"),
        ("form", tuple(each.name for each in made.questions if each.at_desk and each.required), set(),
         "«{}» yalnız dəftərxanada soruşulur, ona görə required: false olmalıdır",
         "{!r} is asked at the desk alone, so it has to be required: false"),
        ("paper", (*_printed(made),), known, "«{}» məlumatı yoxdur", "there is no fact {!r}"),
        ("paper", (made.paper.address,) if made.paper.address else (),
         {each.name for each in made.questions if each.is_flag}, "formada bəli/yox «{}» yoxdur",
         "the form has no flag {!r}"),
        ("decision", (made.lives,) if made.lives else (), known, "«{}» məlumatı yoxdur", "there is no fact {!r}"),
        ("notice", (made.notice.phone,) if made.notice.phone else (), asked - coded, "formada mətnli «{}» yoxdur",
         "the form has no text {!r}"),
        ("notice", (made.notice.by_letter,) if made.notice.by_letter else (),
         {each.name for each in made.questions if each.is_flag}, "formada bəli/yox «{}» yoxdur",
         "the form has no flag {!r}"),
        ("paper", (made.paper.family_in_code,) if made.paper.family_in_code else (),
         {each.name for each in made.questions if each.is_flag}, "formada bəli/yox «{}» yoxdur",
         "the form has no flag {!r}"),
        ("facts", tuple(_answers(made)), asked, "formada «{}» yoxdur", "the form has no {!r}"),
        ("facts", tuple(_scanned(made)), {each.name for each in made.scans}, "«{}» sənədi «scans» bölməsində yoxdur",
         "the section scans has no {!r}"),
        ("facts", tuple(_baseless(made)), set(), "«{}»: «yoxdur» sözünü yalnız reyestr deyə bilər",
         "{!r}: the register alone can say that there is none"),
        ("facts", tuple(_of_all(made)), known if made.together else set(), "«{}» üçün «together» bölməsi yoxdur",
         "{!r} needs the section together"),
        ("effect", tuple(_sources(made)), {*FIELDS, *(f"fact {each}" for each in known),
         *(f"answer {each}" for each in asked)}, "«{}» icraatda yoxdur", "the case has no {!r}"),
        ("decision", tuple(_graded(made)), {made.grade.name} if made.grade else set(), "«grade» bölməsində «{}» yoxdur",
         "the section grade has no {!r}"),
        ("decision", OUTCOMES, {*made.outcomes.values()}, "«{}» nəticəsi üçün söz yoxdur", "no word for {!r}"),
    )  # fmt: skip
    for section, wanted, found, az, en in table:
        for name in wanted:
            if name not in found:
                sheet.problem(section, az.format(name), en.format(name))
    if made.lists is not None and (made.effect is None or made.effect.listed != f"= {made.lists.benefit}"):
        sheet.problem(
            "lists",
            "siyahıya düşən təyinatı proqramın özü verməlidir: «effect» bölməsində record: right və həmin benefit",
            "the programme itself has to give the right that is listed: its effect is a right of that benefit",
        )
    if made.suspension is not None and (made.effect is None or not {"suspended"} <= made.effect.ends.keys()):
        sheet.problem(
            "suspension",
            "dayandırma reyestrə deyilməlidir: «effect» bölməsində ends: suspended",
            "the register has to hear of a suspension: its effect has ends: suspended",
        )
    if made.hearing == (made.unheard is not None):
        sheet.problem(
            "decision",
            "imtinadan əvvəl ya dinlənilmə olur («hearing»), ya da «unheard» dinləməməyə icazə verən aktı deyir",
            "either there is a hearing before a refusal (hearing), or unheard names the act that allows none",
        )
    if made.effect is not None and not made.lives:
        sheet.problem(
            "decision",
            "reyestrə təsir edən proqram şəxsin sağ olduğunu bilməlidir: «lives» məlumatın adını deyir",
            "a programme that grants in the register has to know that the person lives: lives names the fact",
        )


def _printed(made: Programme) -> Iterator[str]:
    """The facts that the paper names."""
    paper = made.paper
    yield from (each for each in (*paper.holder, paper.born, paper.family, *paper.shows) if each)


def _sources(made: Programme) -> Iterator[str]:
    """What the effect takes of the case."""
    for _, source in made.effect.said if made.effect is not None else ():
        if not source.startswith(("= ", "row ")):
            yield source


def _graded(made: Programme) -> Iterator[str]:
    """The columns of the table that the effect takes: an official who decides by hand says them instead."""
    for _, source in made.effect.said if made.effect is not None else ():
        if source.startswith("row "):
            yield source.removeprefix("row ")


def _answers(made: Programme) -> Iterator[str]:
    """What facts take of the application."""
    yield from (made.together.fins, made.together.words, made.together.settlement) if made.together else ()
    yield from (made.paper.purpose,) if made.paper.purpose else ()
    for rule in made.facts:
        yield from rule.only
        yield from (rule.settlement,) if rule.settlement else ()
        yield from (each.of for each in rule.origins if each.via == "answer")
        yield from (each.at.partition(":")[2] for each in rule.origins if each.at)


def _of_all(made: Programme) -> Iterator[str]:
    """Facts of all who apply together."""
    yield from (rule.name for rule in made.facts if any(each.via == "together" for each in rule.origins))


def _scanned(made: Programme) -> Iterator[str]:
    """The papers that facts rest on."""
    yield from (each.of for rule in made.facts for each in rule.origins if each.via == "scan")


def _baseless(made: Programme) -> Iterator[str]:
    """Facts that say `absent` of what somebody else knows."""
    for rule in made.facts:
        if rule.absent is not None and not any(each.via == "register" for each in rule.origins):
            yield rule.name
