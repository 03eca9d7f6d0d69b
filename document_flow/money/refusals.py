"""Why a command about money changes nothing: every code of this room, with its words and the kind of refusal."""

from __future__ import annotations

from typing import Final

from document_flow.refusing import Refusals, Table

_TABLE: Table = {
    "money.related": (
        "forbidden",
        "“{name}” buna qarışa bilməz: pul özünün və ya yaxın qohumunundur. Başqası baxmalıdır.",
        "“{name}” may have no part in this: the money is the official's own or a close relative's.",
    ),
    "money.owed_already": (
        "state",
        "{period} dövrü üçün bu şəxsə bu təyinatla artıq {qepik} qəpik öhdəlik var; fərqi düzəlişlə yazın.",
        "For {period} this person is owed {qepik} qəpik by this right already; write the difference as a correction.",
    ),
    "money.no_amount": ("invalid", "Məbləğ belə ola bilməz: {qepik} qəpik.", "The sum cannot be {qepik} qəpik."),
    "money.open": (
        "state",
        "Əvvəlki ödəniş tapşırığının cavabı gözlənilir: {reference}.",
        "The instruction before it waits for its answer: {reference}.",
    ),
    "money.unknown": (
        "state",
        "Ödənişin taleyi məlum deyil ({reference}); yenisi verilmir. Ödəyəndən məktubla soruşun və cavabını qeyd edin.",
        "Nobody knows whether {reference} was paid, so no other is made. Ask the payer by letter and note its answer.",
    ),
    "money.nothing_at_bank": (
        "state",
        "Ödəyəndə cavabını gözləyən ödəniş tapşırığı yoxdur.",
        "No instruction with a payer waits for its answer.",
    ),
    "money.nothing_due": ("state", "Ödəniləcək məbləğ yoxdur.", "Nothing is due."),
    "money.outside_proposed": (
        "state",
        "Fayldan kənar ödəniş ikinci şəxsi gözləyir; əvvəlcə ona cavab verilməlidir.",
        "A payment outside payers' files waits for a second person; that one comes first.",
    ),
    "money.paid_outside": (
        "state",
        "Fayldan kənar ödənilib ({paper}); ödəniləcək məbləğ yoxdur.",
        "It was paid outside payers' files ({paper}): nothing is due.",
    ),
    "money.not_paid_so": (
        "state",
        "Fayldan kənar {paper} nömrəli sənədlə heç nə ödənilməyib.",
        "Nothing was paid outside payers' files by a paper of number {paper}.",
    ),
    "money.outside_sum": (
        "state",
        "Sənəddə {said} qəpik yazılıb, ödəyəndə olmayan borc isə indi {due} qəpikdir. Yalnız bütövü ödəniş sayılır.",
        "The paper is over {said} qəpik, while {due} are due now and with no payer. Only the whole counts as paid.",
    ),
    "money.outside_day": (
        "invalid",
        "Ödəniş günü belə ola bilməz: {day}. Gələcək gün və dövrdən əvvəlki il olmaz.",
        "The day of the payment cannot be {day}: no day to come, and no year before the period.",
    ),
    "money.paper_known": (
        "state",
        "Bu öhdəlik {paper} nömrəli sənədlə artıq ödənilib; yeni ödənişin öz sənədi olmalıdır.",
        "This was paid by a paper of number {paper} already; another payment has a paper of its own.",
    ),
    "money.no_paper": ("invalid", "Ödəniş sənədinin nömrəsini göstərin.", "Give the number of the paper."),
    "money.no_reason": ("invalid", "Səbəbi göstərin.", "Give the reason."),
    "money.no_account": (
        "invalid",
        "Hesab göstərilməyib, başqa şəxsindir və ya indiki hesabdır.",
        "No account is named, or it is another person's, or it is the account already.",
    ),
    "money.no_payer": (
        "invalid",
        "Hesaba ödəyən yoxdur: fayldan kənar ödəyin.",
        "Nobody pays to accounts here: pay it outside the file.",
    ),
    "money.other_payer": (
        "invalid",
        "Bu ödəniş cavab verənə yox, başqasına tapşırılıb. Cavab sayılmır; göndərənlə araşdırın.",
        "Another was told to pay this than who answers. It is no answer; clear it up with the sender.",
    ),
    "money.no_fin": (
        "invalid",
        "Alanın FİN-i yoxdur, fayla düşmür: fayldan kənar ödəyin və ya əvvəlcə FİN-ini reyestrə yazın.",
        "The payee has no FIN, so no file holds them: pay it outside, or enter the FIN first.",
    ),
    "money.no_instruction": (
        "invalid",
        "Bu istinadla ödəniş tapşırığı verilməyib: {reference}. Cavabı ödəyənlə araşdırın.",
        "No instruction has this reference: {reference}. Clear the reply up with the payer.",
    ),
    "money.unknown_code": (
        "invalid",
        "Ödəyənin “{of_bank}” kodu cədvəlində yoxdur, olanlar: {known}. Mənasını öyrənib cədvələ yazın.",
        "The payer's code “{of_bank}” is not in its table, which has: {known}. Find out what it means, and add it.",
    ),
    "money.no_bank_reference": (
        "invalid",
        "Məbləğli cavabın ({qepik} qəpik) məbləği müsbət, ödəyənin nömrəsi yazılmış olmalıdır: təkrar ondan bilinir.",
        "A reply with a sum ({qepik} qəpik) has more than nothing, and a number by which a repeat is told.",
    ),
    "money.reply_differs": (
        "invalid",
        "Ödəyənin {number} nömrəli cavabı əvvəl başqa məbləğlə gəlib. Ödəyənlə araşdırın.",
        "The payer's reply {number} came with another sum before. Clear it up with the payer.",
    ),
    "money.no_document": ("invalid", "Əsas olan sənədi göstərin.", "Name the document that it rests on."),
    "money.other_sum": (
        "invalid",
        "{document} sənədi ilə artıq {qepik} qəpik yazılıb; başqa məbləğ üçün başqa qərar lazımdır.",
        "By {document} {qepik} qəpik stand here already; another sum needs another decision.",
    ),
    "money.other_debtor": (
        "forbidden",
        "Artıq ödəniş yalnız ödəniş alandan tələb olunur; qohumdan tutulmur.",
        "An overpayment is asked of whom it was paid to alone, and never of a relative.",
    ),
    "money.not_overpaid": (
        "invalid",
        "{qepik} qəpik haqqında qərar verilə bilməz: baxılmamış artıq ödəniş {overpaid} qəpikdir.",
        "No decision about {qepik} qəpik: what was paid too much and not decided about is {overpaid}.",
    ),
    "money.fallen": (
        "invalid",
        "{document} qərarı şikayət əsasında ləğv edilib; yeni qərarın öz sənədi olmalıdır.",
        "Decision {document} fell by a complaint: a new one has a document of its own.",
    ),
    "money.no_decision": (
        "state",
        "Artıq ödəniş haqqında qüvvədə olan qərar yoxdur: şikayət etməyə bir şey yoxdur.",
        "No decision about an overpayment stands here: there is nothing to complain about.",
    ),
    "money.complained": (
        "state",
        "Bu qərardan şikayətə hələ baxılmayıb; əvvəlcə o həll edilməlidir.",
        "A complaint about this waits to be decided: that comes first.",
    ),
    "money.complaint_waits": (
        "state",
        "Artıq ödəniş qərarından şikayətə hələ baxılmayıb: o vaxtadək heç nə geri tələb olunmur.",
        "A complaint about a decision on an overpayment waits to be decided: until then nothing is asked back.",
    ),
    "money.no_complaint": (
        "state",
        "Baxılmamış şikayət yoxdur.",
        "No complaint waits to be decided.",
    ),
    "money.account_proposed": (
        "state",
        "Başqa hesab artıq təklif olunub; əvvəlcə o həll edilməlidir.",
        "Another account is proposed already; that one comes first.",
    ),
    "money.no_proposal": (
        "state",
        "Bunu gözləyən hesab təklifi yoxdur.",
        "No proposed account waits for this.",
    ),
    "money.cooling": (
        "state",
        "Yeni hesab {day} gününədək gözləyir ki, sahibi etiraz edə bilsin.",
        "The new account waits until {day}, so that the payee can object.",
    ),
    "money.no_payee": (
        "invalid",
        "Reyestrdə bu FİN ilə şəxs yoxdur. FİN-i şəxsiyyət vəsiqəsindən yoxlayın.",
        "The register has nobody of this FIN. Check it by the identity card.",
    ),
    "money.no_iban": (
        "invalid",
        "Bu, Azərbaycan IBAN-ı deyil (AZ və 26 simvol, yoxlama rəqəmləri ilə). Ərizədəki nömrəyə baxın.",
        "This is no Azerbaijani IBAN (AZ and 26 more, with its check digits). Look at the number in the application.",
    ),
    "money.other_number": (
        "invalid",
        "Yazılan nömrə təklif olunan hesabın nömrəsi deyil. Ərizə ilə tutuşdurun; səhvdirsə, təklifi ləğv edin.",
        "The number typed is not that of the proposed account. Compare the application; if that differs, drop it.",
    ),
    "money.no_application": (
        "invalid",
        "Bu, ödəniş alanın və ya onun nümayəndəsinin qeydiyyatdan keçmiş ərizəsi deyil.",
        "This is no registered application of the payee's, or of whoever stands for the payee.",
    ),
    "money.other_person": (
        "invalid",
        "Ödəyənin cavabındakı FİN ödəniş alanın FİN-i deyil. Ödəyənlə araşdırın.",
        "The FIN of the payer's reply is not that of the payee. Clear it up with the payer.",
    ),
    "money.account_locked": (
        "state",
        "Bu hesaba ödəyən siyahı tərtib olunub və hələ buraxılmayıb; hesab ondan sonra dəyişir.",
        "A list that pays to it is cut and not issued yet; the account changes after that.",
    ),
}
refusal: Final = Refusals("money", _TABLE)
"""The refusal of that code, its words filled in."""
