"""One document of every kind, with synthetic people; `rich` ones fill every field, `bare` ones only what they must."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

from document_flow.rendering.forms import Printable, PrintKind
from document_flow.rendering.models import (
    AcquaintanceSheet,
    Acquainted,
    Addressee,
    AgendaItem,
    Agreement,
    Approval,
    Attendee,
    Ballot,
    Basis,
    Body,
    Certificate,
    Condition,
    ControlCard,
    DecisionExplanation,
    Destroyed,
    DestructionAct,
    Dissent,
    Enclosure,
    Executor,
    Extension,
    Fact,
    FactUsed,
    FamilyMember,
    Guest,
    HandedOver,
    HandoverAct,
    HomeHandover,
    Letter,
    Mark,
    MemberReceiving,
    MemberSeen,
    Minutes,
    Movement,
    Order,
    Recusal,
    Reference,
    RegistrationCard,
    Reminder,
    ResolutionCard,
    RuleShown,
    SheetTable,
    Signatory,
    Speech,
    TableSheet,
    TableUsed,
    Verification,
    Visa,
    VisitAct,
    Votes,
)
from document_flow.words import Words

DAY = date(2026, 4, 14)
NOON = datetime(2026, 4, 14, 8, 5, tzinfo=UTC)
BODY = Body(
    Words(
        "Qaçqınların və Məcburi Köçkünlərin İşləri üzrə Dövlət Komitəsi",
        "State Committee for Affairs of Refugees and Internally Displaced Persons",
    ),
    address=Words("AZ1000, Bakı şəhəri, Nümunə küçəsi 1", "1 Nümunə Street, Baku AZ1000"),
    phone="(012) 000 00 00",
    email="info@komite.example",
    site="komite.example",
)
HEAD = Words("Sədr", "Chairman")
DEPUTY = Words("Sədrin müavini", "Deputy Chairman")
UNIT_HEAD = Words("Sosial məsələlər şöbəsinin müdiri", "Head of the Social Affairs Unit")
MARK = Mark("Rəşad Hüseynov", "4A 7F 19 02 C3", NOON)
SIGNED = Signatory(DEPUTY, "Rəşad Hüseynov", instead_of="İlqar Məmmədov", mark=MARK)
BY_HAND = Signatory(UNIT_HEAD, "Gülnarə İsmayılova")
CHECK = Verification(
    "https://yoxla.komite.example/s/7Q2M9XKD",
    "7Q2M-9XKD",
    "https://yoxla.komite.example/s/7Q2M9XKD#" + "MEUCIQDx0vY5bq3K8zT1" * 5,
)
SOURCE = Reference(
    "05-12/318", date(2026, 3, 30), "Ağdam Rayon İcra Hakimiyyəti", "Mənzil növbəsinin dəqiqləşdirilməsi barədə"
)
PROSE = (
    "Komitə Sizin müraciətinizə baxıb və bildirir ki, məcburi köçkün ailələrinin müvəqqəti yaşayış yerləri üzrə"
    " siyahıları dəqiqləşdirilmişdir. Siyahılarda göstərilən şəxslərin qeydiyyat məlumatları müvafiq qurumların"
    " informasiya sistemləri ilə elektron qaydada üzləşdirilib, uyğunsuzluqlar ayrıca cədvəldə göstərilib.\n"
    "Qeyd olunan 14 ailədən 12-si üzrə məlumatlar təsdiqlənib. Qalan iki ailə üzrə ünvan məlumatı dəqiqləşdirildikdən"
    " sonra Sizə əlavə məlumat veriləcək: «İçərişəhər» məhəlləsi, ev № 7, mənzil 12–14.\n"
    "Xahiş edirik, əlavə olunan siyahını nəzərdən keçirib cavabınızı 15 iş günü müddətində təqdim edəsiniz."
)
AGREED = Agreement(Words("Nazir müavini", "Deputy Minister"), "Elçin Ələkbərov", date(2026, 4, 10), "3-11/77")
APPROVED = Approval(HEAD, "İlqar Məmmədov", DAY, mark=Mark("İlqar Məmmədov", "5B 10 0D 77 E1", NOON))


def letter() -> tuple[Letter, Letter]:
    to = Addressee(
        Words("Ağdam Rayon İcra Hakimiyyəti", "Executive Authority of Ağdam District"),
        Words("Başçının müavini", "Deputy Head"),
        "Şəhla Quliyeva",
        "AZ0200, Quzanlı qəsəbəsi,\nÜzeyir Hacıbəyli küçəsi 3",
    )
    executor = Executor("Nigar Əliyeva", "(012) 000 00 00, daxili 142")
    rich = Letter(
        BODY,
        "15-3/142-2026",
        DAY,
        to,
        "Məcburi köçkün ailələrinin siyahılarının dəqiqləşdirilməsi barədə",
        PROSE,
        SIGNED,
        executor,
        "Hörmətli Şəhla xanım!",
        SOURCE,
        (Enclosure("Ailələrin siyahısı", 4), Enclosure("Üzləşdirmənin nəticələri, cədvəl")),
        (AGREED, AGREED),
        (
            Visa(UNIT_HEAD, "Gülnarə İsmayılova", date(2026, 4, 13)),
            Visa(Words("Hüquq şöbəsinin müdiri", "Head of the Legal Unit"), "Fərid Cəfərov", date(2026, 4, 13)),
        ),
        CHECK,
    )
    bare = Letter(
        BODY,
        "15-3/143",
        DAY,
        Addressee(Words("«Azəriqaz» İstehsalat Birliyi", "Azəriqaz Production Union")),
        "Məlumat barədə",
        "Sorğuya cavab əlavə olunur.",
        BY_HAND,
        Executor("Nigar Əliyeva"),
    )
    return rich, bare


def resolution_card() -> tuple[ResolutionCard, ResolutionCard]:
    first = Order(
        "Müraciətdə göstərilən siyahısını yoxlayın və nəticəsi barədə təklif verin.\nCavab layihəsini hazırlayın.",
        "Gülnarə İsmayılova",
        ("Fərid Cəfərov", "Nigar Əliyeva"),
        ("Kamran Ağayev",),
        date(2026, 5, 5),
        control=True,
    )
    second = Order("Məlumat üçün.", "Kamran Ağayev")
    rich = ResolutionCard(BODY, SOURCE, DAY, SIGNED, (first, second), urgent=True, verification=CHECK)
    return rich, ResolutionCard(BODY, Reference("05-12/318", DAY), DAY, Signatory(HEAD, "İlqar Məmmədov"), (second,))


def registration_card() -> tuple[RegistrationCard, RegistrationCard]:
    kind = Words("Məktub", "Letter")
    rich = RegistrationCard(
        BODY,
        "incoming",
        kind,
        "05-12/318",
        DAY,
        SOURCE.title,
        SOURCE.sender,
        "2-14/96",
        date(2026, 3, 27),
        "Elektron sənəd mübadiləsi",
        6,
        ("Ailələrin siyahısı, 4 vərəq", "Ünvan arayışı, 1 vərəq"),
        "Yoxlayın və təklif verin.",
        "İlqar Məmmədov",
        "Gülnarə İsmayılova",
        ("Fərid Cəfərov", "Nigar Əliyeva"),
        date(2026, 5, 5),
        control=True,
        movements=(Movement(DAY, "Gülnarə İsmayılova", "icra üçün"), Movement(DAY, "Fərid Cəfərov", "rəy üçün")),
        executed_on=date(2026, 4, 30),
        outcome="Cavab göndərilib.",
        answer=Reference("15-3/142", date(2026, 4, 30)),
        case_file="15-3, Yerli icra hakimiyyətləri ilə yazışmalar",
        retention="5 il",
        registrar=BY_HAND,
    )
    return rich, RegistrationCard(BODY, "internal", kind, "1", DAY, "Xidməti yazı")


def control_card() -> tuple[ControlCard, ControlCard]:
    rich = ControlCard(
        BODY,
        "05-12/318",
        DAY,
        SOURCE.title,
        SOURCE.sender,
        "Yoxlayın və təklif verin.",
        "İlqar Məmmədov",
        "Gülnarə İsmayılova",
        date(2026, 5, 5),
        "İlqar Məmmədov",
        DAY,
        "Yuxarı orqanın müddətli tapşırığı",
        ("Fərid Cəfərov",),
        (
            Extension(
                date(2026, 5, 2),
                "İki ailə üzrə ünvan məlumatı gözlənilir.",
                date(2026, 5, 5),
                date(2026, 5, 19),
                "İlqar Məmmədov",
                date(2026, 5, 4),
            ),
        ),
        (Reminder(date(2026, 4, 28), "Gülnarə İsmayılova", "5 iş günü qalıb"),),
        date(2026, 5, 18),
        "Suallar həll edilib, mahiyyəti üzrə cavab göndərilib.",
        "İlqar Məmmədov",
        date(2026, 5, 19),
        "15-3",
    )
    bare = ControlCard(
        BODY,
        "7",
        DAY,
        "Tapşırıq",
        "Nazirlər Kabineti",
        "İcra edin.",
        "İlqar Məmmədov",
        "Fərid Cəfərov",
        DAY,
        "İlqar Məmmədov",
        DAY,
    )
    return rich, bare


def minutes() -> tuple[Minutes, Minutes]:
    chair = Signatory(Words("Komissiyanın sədri", "Chair of the commission"), "Rəşad Hüseynov", mark=MARK)
    secretary = Signatory(Words("Komissiyanın katibi", "Secretary of the commission"), "Nigar Əliyeva")
    names = ("Rəşad Hüseynov", "Gülnarə İsmayılova", "Fərid Cəfərov", "Kamran Ağayev", "Elnurə Bağırova")
    attendance = (
        *(Attendee(name, "Komissiyanın üzvü") for name in names[:3]),
        Attendee(names[3], "Komissiyanın üzvü", "remote"),
        Attendee(names[4], "Komissiyanın üzvü", "absent", "məzuniyyətdədir"),
    )
    votes = Votes(
        2,
        1,
        0,
        2,
        carried=True,
        casting="Rəşad Hüseynov",
        ballots=(Ballot(names[0], "in_favour"), Ballot(names[1], "in_favour"), Ballot(names[3], "against")),
    )
    item = AgendaItem(
        "Mənzillərin bölüşdürülməsi barədə",
        "Gülnarə İsmayılova",
        PROSE,
        (Speech(names[2], "Siyahının iki sətri üzrə sənədlər natamamdır."), Speech(names[3], "Təklifi dəstəkləmirəm.")),
        (Recusal(names[2], "maraqların toqquşması"),),
        votes,
        "12 ailə üzrə siyahı təsdiq edilsin.\nİki ailə üzrə məsələ növbəti iclasa keçirilsin.",
    )
    commission = Words("Mənzil məsələləri üzrə komissiyanın iclası", "Meeting of the Housing Commission")
    rich = Minutes(
        BODY,
        commission,
        "4",
        DAY,
        "Bakı şəhəri",
        chair,
        secretary,
        5,
        3,
        attendance,
        (item, AgendaItem("Cari məsələlər", heard="Məlumat nəzərə alındı.")),
        "10:00",
        "11:40",
        (Guest("Elçin Ələkbərov", "nazir müavini"),),
        (Dissent(names[3], 1, "Hesab edirəm ki, siyahı əvvəlcə dərc olunmalı idi."),),
        APPROVED,
        CHECK,
    )
    bare = Minutes(BODY, commission, "5", DAY, "Bakı", chair, secretary, 5, 3, attendance[:1], (AgendaItem("Məsələ"),))
    return rich, bare


def handover_act() -> tuple[HandoverAct, HandoverAct]:
    state = Words("icrada, cavab layihəsi hazırdır", "open, draft answer ready")
    items = tuple(
        HandedOver(
            f"05-12/{300 + number}",
            DAY - timedelta(days=number),
            f"Vətəndaş müraciəti üzrə sənəd {number}",
            state,
            DAY + timedelta(days=number),
            number % 7,
            "əlavəsi ilə" if number % 5 == 0 else "",
        )
        for number in range(1, 43)
    )
    rich = HandoverAct(
        BODY,
        "3",
        DAY,
        "Bakı şəhəri",
        "06.04.2026 tarixli 44-k nömrəli əmr",
        BY_HAND,
        Signatory(Words("Baş məsləhətçi", "Chief adviser"), "Kamran Ağayev"),
        items,
        (SIGNED,),
        "Sənədlərin elektron surətləri sistemdədir.",
        APPROVED,
        CHECK,
    )
    bare = HandoverAct(BODY, "4", DAY, "Bakı", "44-k nömrəli əmr", BY_HAND, BY_HAND, items[:1])
    return rich, bare


def destruction_act() -> tuple[DestructionAct, DestructionAct]:
    files = tuple(
        Destroyed(
            f"{number}-07",
            f"Yazışmalar, {number}-ci cild",
            "2015–2019",
            number,
            "5 il; sənəd növlərinin siyahısı",
            "nüsxə" if number == 2 else "",
        )
        for number in range(1, 9)
    )
    rich = DestructionAct(
        BODY,
        "1",
        DAY,
        "Bakı şəhəri",
        ("Saxlanma müddətləri göstərilən siyahı", "01.04.2026 tarixli 40 nömrəli əmr"),
        SIGNED,
        (BY_HAND, BY_HAND),
        files,
        "xırdalanma",
        date(2026, 4, 20),
        AGREED,
        Approval(HEAD, "İlqar Məmmədov"),
        CHECK,
    )
    return rich, DestructionAct(BODY, "2", DAY, "Bakı", ("Siyahı",), BY_HAND, (), files[:1])


def certificate(number: int = 1) -> tuple[Certificate, Certificate]:
    facts = (
        Fact(Words("FİN", "FIN"), "0AAAA00"),
        Fact(Words("Doğum tarixi", "Date of birth"), "01.02.1970"),
        Fact(Words("Statusu", "Status"), "məcburi köçkün"),
        Fact(Words("Köçürüldüyü yer", "Displaced from"), "Ağdam rayonu, Çəmənli kəndi"),
        Fact(
            Words("Müvəqqəti qeydiyyat yeri", "Temporary registration"),
            "Bakı şəhəri, Suraxanı rayonu, Nümunə küçəsi 12",
        ),
        Fact(Words("Vəsiqənin nömrəsi", "Card number"), "MK 000001"),
    )
    text = (
        "Komitə təsdiq edir ki, yuxarıda adı göstərilən şəxs Azərbaycan Respublikasının qanunvericiliyinə uyğun olaraq"
        " məcburi köçkün statusuna malikdir və vahid məlumat bazasında qeydiyyatdadır."
    )
    person, family = "ƏLİYEVA Gülşən Işıq qızı", Words("oğlu", "son")
    rich = Certificate(
        BODY,
        f"K-{number:06d}",
        DAY,
        person,
        text,
        facts,
        SIGNED,
        CHECK,
        Words("Qeydiyyat şöbəsi", "Registration Unit"),
        "təhsil müəssisəsi",
        (FamilyMember("Əliyev Tural", "01.09.2009", family),),
        date(2027, 4, 14),
    )
    return rich, Certificate(BODY, "K-1", DAY, person, text, facts[:2], BY_HAND, Verification(CHECK.link, CHECK.code))


def acquaintance_sheet() -> tuple[AcquaintanceSheet, AcquaintanceSheet]:
    readers = tuple(
        Acquainted(
            f"Əməkdaş Nümunəvi {number}",
            "Baş məsləhətçi",
            DAY,
            NOON if number % 3 else None,
            "Tanış oldum." if number % 3 == 1 else "",
        )
        for number in range(1, 9)
    )
    return (
        AcquaintanceSheet(BODY, SOURCE, DAY, readers, date(2026, 4, 21), BY_HAND, CHECK),
        AcquaintanceSheet(BODY, SOURCE, DAY, readers[:1]),
    )


def explanation() -> tuple[DecisionExplanation, DecisionExplanation]:
    table = TableUsed(Words("Vahid aylıq müavinət", "Monthly allowance"), "3", "9f2c" * 16, date(2019, 4, 1))
    origin = Words("Köçürüldüyü rayon", "District of origin")
    gas = Words("Fərdi qaz təchizatı", "Individual gas supply")
    rule = RuleShown(
        "R1",
        Words("Qazsız məskunlaşma yerində yaşayan şəxs", "A person in a settlement without gas"),
        (Condition(origin, "Ağdam, Füzuli", "Ağdam", holds=True), Condition(gas, "yoxdur", "", holds=None)),
        None,
        "bənd 1.1",
    )
    other = RuleShown(
        "R2", Words("Digər şəxs", "Another person"), (Condition(gas, "var", "", holds=False),), applies=False
    )
    rich = DecisionExplanation(
        BODY,
        "Vahid aylıq müavinətin məbləği",
        DAY,
        DAY,
        NOON,
        "undecided",
        (Fact(Words("Məbləğ", "Amount"), "müəyyən edilməyib"),),
        table,
        (FactUsed(origin, "Ağdam", "vahid məlumat bazası", DAY), FactUsed(gas, "")),
        (rule, other),
        (
            Basis("1206 nömrəli Fərman, 23.01.2017", text="Müavinət qazın olub-olmamasından asılıdır."),
            Basis("Nazirlər Kabinetinin qərarı", "bənd 1.1", "Bənd aktın surətindən götürülüb.", assumed=True),
        ),
        (gas,),
        SIGNED,
        CHECK,
    )
    applied = RuleShown("R2", Words("Digər şəxs", "Another person"), (), applies=True)
    bare = DecisionExplanation(BODY, "Müavinət", DAY, DAY, NOON, "decided", (), table, (), (applied,), ())
    return rich, bare


def visit_act() -> tuple[VisitAct, VisitAct]:
    asked = (Fact(Words("Tikilinin növü", "Kind of building"), "yataqxana"), Fact(Words("Qaz", "Gas"), "yoxdur"))
    seen = (
        MemberSeen("Əliyeva Aysel", "1990-05-01", "burada yaşayır"),
        MemberSeen("Əliyev Tural", "2006-02-01", "oxuyur"),
    )
    rich = VisitAct(
        BODY,
        "BA-2026/000002",
        DAY,
        "Bərdə",
        "Əliyeva Aysel, FİN: 0AAAA00",
        asked,
        seen,
        "Dam axır.",
        "Əliyeva Aysel",
        "ailə başçısı",
        "Vüsal Quliyev",
        "rayon nümayəndəsi (Bərdə)",
        "14.04.2026 12:05",
        ("0,0 100,50 200,10", "300,300 400,310"),
        "BA-2026/000001",
    )
    bare = VisitAct(
        BODY, "1", DAY, "Bərdə", "Əliyeva", (), (), "", "—", "İmzadan imtina: xəstədir; şahid: qonşu", "V", "n", "12:05"
    )
    return rich, bare


def home_handover() -> tuple[HomeHandover, HomeHandover]:
    facts = (Fact(Words("Ev", "Home"), "ZAN-AGALI-201"), Fact(Words("Verilən açarlar", "Keys given"), "3"))
    members = (MemberReceiving("Əliyeva Aysel", "01.05.1990"), MemberReceiving("Əliyev Tural", "01.02.2006"))
    rich = HomeHandover(
        BODY,
        "QM-2026/000002",
        DAY,
        "Zəngilan, Ağalı",
        facts,
        members,
        "Əliyeva Aysel",
        "ailənin yetkin üzvü",
        "Elçin Məmmədli",
        "şöbə müdiri",
        ("0,0 100,50 200,10", "300,300 400,310"),
    )
    return rich, replace(rich, facts=(), members=(), position="")


def table_sheet() -> tuple[TableSheet, TableSheet]:
    counts = SheetTable("Hesab", "Məbləğlər manatladır.", ("Nə", "Say", "Məbləğ"), (("Dəyişməyib", "412306", "1,00"),))
    rich = TableSheet(BODY, "2026-04 Laçın → Bərdə", "dondurulub", DAY, NOON, "01", "7", "ab" * 32, (counts,))
    bare = TableSheet(BODY, "1", "açıq", DAY, NOON, "01", "1", "", (SheetTable("Hesab", "", ("Nə",), ()),))
    return rich, bare


SAMPLES: dict[PrintKind, tuple[Printable, Printable]] = {
    PrintKind.LETTER: letter(),
    PrintKind.RESOLUTION_CARD: resolution_card(),
    PrintKind.REGISTRATION_CARD: registration_card(),
    PrintKind.CONTROL_CARD: control_card(),
    PrintKind.MINUTES: minutes(),
    PrintKind.HANDOVER_ACT: handover_act(),
    PrintKind.DESTRUCTION_ACT: destruction_act(),
    PrintKind.CERTIFICATE: certificate(),
    PrintKind.ACQUAINTANCE_SHEET: acquaintance_sheet(),
    PrintKind.EXPLANATION: explanation(),
    PrintKind.VISIT_ACT: visit_act(),
    PrintKind.HOME_HANDOVER: home_handover(),
    PrintKind.TABLE_SHEET: table_sheet(),
}
