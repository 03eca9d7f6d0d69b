"""Why a command about a case changes nothing: every code of this room, with its words and the kind of refusal."""

from __future__ import annotations

from document_flow.outcome import Refusal
from document_flow.refusing import Refusals, Table
from document_flow.words import Words

_FIELDS = {
    "reason": Words("Səbəb", "Reason"),
    "document": Words("Sənəd", "Document"),
    "text": Words("Mətn", "Text"),
}
"""Fields of acts as their forms call them."""


_TABLE: Table = {
    "cases.barred": (
        "forbidden",
        "“{name}” bu icraatda iştirak edə bilməz: kənarlaşdırılıb (şikayət, qohumluq və ya maraq).",
        "“{name}” may have no part in this case: barred (a complaint, kinship or an interest).",
    ),
    "cases.related": (
        "forbidden",
        "“{name}” bu icraatda iştirak edə bilməz: icraat özünə və ya yaxın qohumuna aiddir. Başqası baxmalıdır.",
        "“{name}” may have no part in this case: it is the official's own or a close relative's.",
    ),
    "cases.role": ("forbidden", "Bunu yalnız {az} edə bilər.", "Only a {en} may do this."),
    "cases.barred_already": ("state", "“{name}” artıq kənarlaşdırılıb.", "“{name}” is barred already."),
    "cases.unknown_person": (
        "forbidden",
        "“{name}” vəzifəli şəxs kimi tanınmır və ya artıq işləmir.",
        "“{name}” is not known as an official, or is not in office any more.",
    ),
    "cases.closed": ("state", "İcraat bitib: {ended}.", "The case is closed: {ended}."),
    "cases.exists": ("state", "Bu icraat artıq açılıb.", "This case is open already."),
    "cases.not_in_force": (
        "state",
        "“{programme}” proqramı {day} gününə qüvvədə deyil.",
        "The programme “{programme}” is not in force on {day}.",
    ),
    "cases.no_fin": (
        "invalid",
        (
            "Belə FİN yoxdur. FİN-i olmayan reyestr nömrəsi ilə müraciət edir (Q və 9 rəqəm). Nömrəsi yoxdursa,"
            " ərizəsini sənəd kimi qeydə alın və onu reyestrə yazdırın."
        ),
        (
            "No such FIN. Whoever has none applies by the register number (Q and nine digits). Without one, register"
            " the application as a document, and have the person entered in the register."
        ),
    ),
    "cases.no_mandate": (
        "forbidden",
        (
            "Reyestrə görə müraciət edən nə uşağın valideynidir, nə də bu gün bu proqram üçün nümayəndədir. Aktı"
            " gətirsin: qəyyumluq və ya himayə aktı, məhkəmə qərarı, etibarnamə. Akt əvvəlcə reyestrə yazılır."
        ),
        (
            "By the register this is neither a parent of the child nor a representative for this programme today. Bring"
            " the act: of guardianship, of a court, a power of attorney. It is entered in the register first."
        ),
    ),
    "cases.channel": (
        "invalid",
        "Bu proqrama {channel} üzrə müraciət qəbul edilmir; ola bilər: {known}.",
        "This programme takes no applications by {channel}; it may be: {known}.",
    ),
    "cases.answer_missing": (
        "invalid",
        "Ərizədə “{name}” yoxdur; onu yazın.",
        "The application lacks “{name}”; fill it in.",
    ),
    "cases.answer_unknown": (
        "invalid",
        "Ərizədə “{name}” soruşulmur. Bir kağız vədi: qurumun verdiyini ərizəçidən istəmirik.",
        "The application does not ask for “{name}”. What an agency delivers is not asked of the applicant.",
    ),
    "cases.answer_unprintable": ("invalid", "“{name}”: {fault}", "“{name}”: {fault}"),
    "cases.answer_wrong": (
        "invalid",
        "“{name}” belə ola bilməz; ola bilər: {allowed}.",
        "“{name}” cannot be that; it may be: {allowed}.",
    ),
    "cases.decided": ("state", "Qərar artıq verilib.", "It is decided already."),
    "cases.not_decided": ("state", "Hələ qərar verilməyib.", "Nothing is decided yet."),
    "cases.not_in_effect": ("state", "Kağız hələ verilməyib.", "No paper has been issued yet."),
    "cases.nothing_granted": (
        "state",
        "Burada qüvvədə olan kağız yoxdur; imtinaya və ya ləğvə qarşı şikayət verilir.",
        "No paper is in effect here; against a refusal or a revocation there is the complaint.",
    ),
    "cases.other_paper": (
        "stale",
        "Kağız başqa qərara aiddir: {given}, indi gözlənilən {expected}.",
        "The paper is of another ruling: {given}, expected now is {expected}.",
    ),
    "cases.no_scan": (
        "invalid",
        "“{name}” sənədi burada tələb olunmur; ola bilər: {known}.",
        "No paper “{name}” is wanted here; it may be: {known}.",
    ),
    "cases.originals": (
        "state",
        "Əsli ilə tutuşdurulmayıb: {names}. Əslini görün və bunu qeyd edin.",
        "Not compared with the original: {names}. See the original, and note that you did.",
    ),
    "cases.not_attached": (
        "invalid",
        "“{name}” sənədi əlavə edilməyib; əlavə edilənlər: {known}.",
        "No paper “{name}” is attached; attached are: {known}.",
    ),
    "cases.original_seen": (
        "state",
        "Əsli artıq görülüb: {name}, {day}.",
        "Its original was seen already: {name}, {day}.",
    ),
    "cases.same_answers": ("state", "Cavablar elə belədir.", "The answers are these already."),
    "cases.other_kind": (
        "invalid",
        "“{az}” başqa ərizə deməkdir və düzəldilmir: bu ərizəni geri götürün, yenisini verin.",
        "“{en}” makes it another application and is not corrected: take this one back, and apply anew.",
    ),
    "cases.letter_lost": (
        "invalid",
        "Qərar məktubu itəndə qərar itmir: surəti yenidən verin.",
        "A decision is not lost with its letter: hand out another copy.",
    ),
    "cases.noticed": ("state", "Təhvil artıq sübut olunub: {day}.", "The notice is proven already: {day}."),
    "cases.notice_early": (
        "invalid",
        "Təhvil vaxtı kağızın verildiyi gündən əvvəl və ya gələcəkdə ola bilməz.",
        "A notice can be neither before its paper was issued nor in the future.",
    ),
    "cases.no_sending": (
        "invalid",
        "Bu nömrə ilə bildiriş göndərilməyib: {no}.",
        "No notice was sent under this number: {no}.",
    ),
    "cases.answered": (
        "stale",
        "Bildiriş haqqında artıq bilinir, ya da o, başqa kağız haqqındadır.",
        "This is known of the notice already, or it was about another paper.",
    ),
    "cases.which_notice": (
        "invalid",
        "Həm kağızın, həm dinlənilməyə dəvətin çatması sübut olunmayıb, hansı olduğunu yazın (about): paper, hearing.",
        "Neither the paper nor the invitation to the hearing is proven; say which it is (about): paper, hearing.",
    ),
    "cases.not_invited": (
        "state",
        "Dinlənilməyə dəvət yoxdur və ya dinlənilmə artıq keçirilib.",
        "There is no invitation to a hearing, or the hearing was held.",
    ),
    "cases.letter_sent": ("state", "Məktub artıq göndərilib: {no}.", "The letter is sent already: {no}."),
    "cases.no_parent": (
        "state",
        "Xəbər verilməli belə valideyn yoxdur: ya bildiriş ona çatıb, ya da o biri valideyni seçmək lazımdır.",
        "There is no such parent to tell: the notice has come, or one of two parents has to be chosen.",
    ),
    "cases.no_doubt": (
        "state",
        "Kağızın əsaslandığı məlumat dəyişməyib.",
        "Nothing has changed of what the paper rests on.",
    ),
    "cases.not_dead": (
        "state",
        "Məlumata görə şəxs vəfat etməyib və ya mənbələr fərqli deyir.",
        "By the facts the person has not died, or the sources disagree.",
    ),
    "cases.empty": ("invalid", "“{field}” boşdur; yazın.", "“{field}” is empty; fill it in."),
    "cases.no_suspension": (
        "state",
        "Bu proqramda dayandırma yoxdur.",
        "Nothing of this programme is suspended.",
    ),
    "cases.suspended": (
        "state",
        "Dayandırılıb: ləğv etməzdən əvvəl bərpa olunur.",
        "It is suspended: it is resumed before it is revoked.",
    ),
    "cases.complained": (
        "state",
        "Şikayət baxılır: əvvəlcə ona dair qərar verilməlidir.",
        "A complaint is being considered: it has to be decided first.",
    ),
    "cases.not_suspended": ("state", "Dayandırılmayıb.", "It is not suspended."),
    "cases.proposed": (
        "state",
        "Artıq bir təklif var; əvvəlcə başqa vəzifəli şəxs ona cavab verməlidir.",
        "Something is proposed already; another official has to answer that first.",
    ),
    "cases.not_correctable": (
        "state",
        "Burada düzəldilən heç nə yoxdur: yalnız qüvvədə olan düzəldilir, siyahı üzrə ödənilən isə yalnız artırılır.",
        "Nothing is corrected here: only what is in effect is, and what is paid by lists is raised alone.",
    ),
    "cases.not_raised": (
        "state",
        "Məbləğ burada yalnız artırılır. Artıq ödənilən ayrıca qərarsız geri alınmır.",
        "A sum is only raised here. What was paid too much is not taken back without a decision of its own.",
    ),
    "cases.not_proposed": ("state", "Belə təklif yoxdur.", "That is not proposed."),
    "cases.own_proposal": (
        "forbidden",
        "Öz təklifinizlə özünüz razılaşa bilməzsiniz; başqa vəzifəli şəxs baxmalıdır.",
        "You cannot agree to what you have proposed yourself; another official has to look at it.",
    ),
    "cases.old_draft": (
        "stale",
        "Layihə {day} gününün qanunu və məlumatı ilədir; məlumatı yenidən toplayın.",
        "The draft is by the law and the facts of {day}; have the facts gathered anew.",
    ),
    "cases.no_complaint": (
        "invalid",
        "Bu nömrə ilə qeydə alınmış müraciət yoxdur.",
        "There is no registered complaint of that id.",
    ),
    "cases.no_statement": (
        "invalid",
        "Bu nömrə ilə qeydə alınmış müraciət yoxdur; əvvəlcə ərizəçinin müraciətini qeydə alın.",
        "There is no registered appeal of that id; register what the applicant has written first.",
    ),
    "cases.statement_other": (
        "invalid",
        "Müraciəti bu icraatın sahibi və ya nümayəndəsi verməyib.",
        "What is registered there was written neither by the person whose case it is nor by the representative.",
    ),
    "cases.no_open_complaint": ("state", "Baxılmamış şikayət yoxdur.", "No complaint waits to be decided."),
    "cases.complaint_known": (
        "state",
        "Bu şikayət icraata artıq bağlanıb; yenisi üçün yeni müraciət lazımdır.",
        "This complaint is linked to the case already; a new one needs a document of its own.",
    ),
    "cases.complaint_other": (
        "invalid",
        "Müraciəti bu icraatın sahibi və ya nümayəndəsi verməyib.",
        "The complaint is neither of the person whose case it is nor of the representative.",
    ),
    "cases.complaint_early": (
        "invalid",
        "Müraciət kağızdan əvvəl qeydə alınıb ({day}); bu kağızdan şikayət ola bilməz.",
        "It was registered before the paper was issued ({day}); it cannot be about that paper.",
    ),
    "cases.which_complaint": (
        "invalid",
        "Bir neçə şikayət gözləyir, hansına baxıldığını yazın: {names}.",
        "Several complaints wait; say which one is decided: {names}.",
    ),
    "cases.own_link": (
        "forbidden",
        "Bağladığınız şikayətə özünüz baxa bilməzsiniz; başqa vəzifəli şəxs baxmalıdır.",
        "You cannot decide a complaint that you have linked yourself; another official has to.",
    ),
    "cases.own_review": (
        "forbidden",
        "Şikayəti təmin etmisiniz; yeni qərarı başqa vəzifəli şəxs təsdiq etməlidir.",
        "You have upheld the complaint; another official confirms the new decision.",
    ),
    "cases.granted_already": ("state", "Bu artıq verilib: {paper}.", "This is given already: {paper}."),
    "cases.other_answers": (
        "state",
        "Bu şəxsin eyni ərizəsi baxılır ({number}), cavabları başqadır; onu düzəldin və ya geri götürün.",
        "The same application of this person is under way ({number}), with other answers; correct or take it back.",
    ),
    "cases.other_pending": (
        "state",
        "Bu şəxsin eyni ərizəsi artıq baxılır ({number}); şikayət onunla birlikdə həll edilməlidir.",
        "The same application of this person is under way ({number}); decide the complaint together with it.",
    ),
    "cases.reference_taken": (
        "invalid",
        "Bu nömrə ilə başqa şəxsin və ya proqramın müraciəti verilib.",
        "Another person's or programme's application was handed in under this number.",
    ),
    "cases.no_record": (
        "state",
        "Cədvəlin nəyə gəldiyi qeyd olunmayıb; məlumatı yenidən toplayın.",
        "What the table came to is not recorded; have the facts gathered anew.",
    ),
    "cases.disputed": (
        "state",
        "Mənbələr fərqli deyir: {names}. Əvvəlcə aydınlaşdırın, sonra qərar verin.",
        "The sources disagree: {names}. Find out first, then decide.",
    ),
    "cases.dead": (
        "state",
        "Şəxs vəfat edib; qərar verilmir, icraata xitam verilir.",
        "The person has died; nothing is decided, the case is ended.",
    ),
    "cases.own_draft": (
        "forbidden",
        "Öz layihənizi özünüz təsdiq edə bilməzsiniz; başqa vəzifəli şəxs baxmalıdır.",
        "You cannot confirm what you have drafted yourself; another official has to look at it.",
    ),
    "cases.no_draft": ("state", "Qərar layihəsi yoxdur.", "There is no draft of a decision."),
    "cases.own_application": (
        "forbidden",
        "Qeydə aldığınız və ya düzəltdiyiniz ərizəni həll edə bilməzsiniz; başqa vəzifəli şəxs qərar verməlidir.",
        "You cannot decide an application that you have registered or corrected yourself; another official has to.",
    ),
    "cases.own_evidence": (
        "forbidden",
        "Qəbul etdiyiniz sübutlarla işi özünüz həll edə bilməzsiniz; başqa vəzifəli şəxs qərar verməlidir.",
        "You cannot decide on evidence that you have taken in yourself; another official has to.",
    ),
    "cases.own_decision": (
        "forbidden",
        "Qərarı özünüz vermisiniz; əsasın dəyişməsinə başqa vəzifəli şəxs baxmalıdır.",
        "The decision is your own; another official has to look at what has changed under it.",
    ),
    "cases.not_heard": (
        "state",
        "İmtinadan və ləğvdən əvvəl ərizəçi dinlənilməlidir: dəvət edin və dinlənilməni yazın.",
        "The applicant is heard before a refusal or a revocation: invite, and write the hearing down.",
    ),
    "cases.no_hearing": ("state", "Burada dinlənilmə nəzərdə tutulmayıb.", "No hearing is provided for here."),
    "cases.hearing_past": (
        "invalid",
        "Dinlənilmə keçmişə təyin edilə bilməz: {day}.",
        "No hearing in the past: {day}.",
    ),
    "cases.hearing_early": (
        "invalid",
        "Dinlənilmənin günü hələ gəlməyib: {day}.",
        "The day of the hearing has not come yet: {day}.",
    ),
    "cases.hearing_hour": ("invalid", "Saat belə yazılır: 10:00.", "The hour is written as 10:00."),
    "cases.hearing_place": (
        "invalid",
        "Yer ünvandır: ən çox 80 işarə, beş və daha çox rəqəmli nömrə olmadan.",
        "The place is an address: 80 characters at most, without a number of five digits or more.",
    ),
    "cases.hearing_same": (
        "state",
        "Ərizəçi artıq həmin günə, saata və yerə dəvət edilib.",
        "The applicant is invited for that day, hour and place already.",
    ),
    "cases.not_reached": (
        "state",
        (
            "Dəvətin ərizəçiyə çatması sübut olunmayıb: gəlməyən dinlənilmiş sayılmır. Məktubun bildirişini və ya əldən"
            " təhvili yazın, sonra {days} gündən tez olmayan günə yenidən dəvət edin."
        ),
        (
            "It is not proven that the invitation has reached the applicant: who did not come has not been heard. Note"
            " the return slip or the handing over, and invite again for a day {days} days later at the soonest."
        ),
    ),
    "cases.reached_late": (
        "state",
        (
            "Dəvət yalnız {day} günü çatıb, dinlənilmə {days} gündən tez təyin olunmuşdu: gəlməyən dinlənilmiş"
            " sayılmır. Başqa günə dəvət edin."
        ),
        (
            "The invitation came only on {day}, less than {days} days before the hearing: who did not come has not been"
            " heard. Invite for another day."
        ),
    ),
    "cases.other_facts": (
        "stale",
        "Qərar icraatın indiki məlumatına əsaslanmır; yenidən verin.",
        "The ruling does not rest on the facts as the case has them; make it anew.",
    ),
    "cases.not_confirmed": (
        "state",
        "Kağızın ilkin olub-olmaması məlumata uyğun deyil; təsdiqlənməyən: {names}.",
        "Whether the paper is provisional does not fit the facts; not confirmed: {names}.",
    ),
    "cases.not_over": ("state", "Müddət hələ bitməyib: {day}.", "Its term is not over yet: {day}."),
    "cases.too_late": (
        "state",
        "Şikayət müddəti {day} günü bitib; məhkəməyə müraciət qalır.",
        "The term for a complaint ended on {day}; what remains is the court.",
    ),
}
_SAID = Refusals("cases", _TABLE)


def refusal(code: str, **values: object) -> Refusal:
    """The refusal of that code, its words filled in; `field` is said as the forms call it."""
    if (field := values.get("field")) is not None:
        values["field"] = _FIELDS.get(str(field), field)
    return _SAID(code, **values)
