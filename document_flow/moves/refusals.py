"""Why a command about a move changes nothing: every code of this room, with its words and the kind of refusal."""

from __future__ import annotations

from typing import Final

from document_flow.refusing import Refusals, Table

_TABLE: Table = {
    "moves.related": (
        "forbidden",
        "“{name}” buna qarışa bilməz: köçən ailə özünün və ya yaxın qohumunundur. Başqası aparmalıdır.",
        "“{name}” may have no part in this: a family that moves is the official's own or a close relative's.",
    ),
    "moves.opened_already": ("state", "Bu köç günü artıq açılıb.", "This move day is open already."),
    "moves.in_the_past": (
        "invalid",
        "Toplanış vaxtı keçib: {day}. Qarşıdakı vaxtı yazın.",
        "The time to gather has passed: {day}. Name one that is to come.",
    ),
    "moves.no_place": (
        "invalid",
        "Belə yaşayış məntəqəsi yerlər siyahısında yoxdur: {name}. Rayon/kənd kimi yazın: Zəngilan/Ağalı.",
        "There is no settlement “{name}” on the list of places. Write district/village: Zəngilan/Ağalı.",
    ),
    "moves.not_open": ("state", "Köç günü açıq deyil.", "The move day is not open."),
    "moves.added_already": (
        "state",
        "Bu müraciətin ailəsi siyahıda artıq var: {number}.",
        "The family of application {number} is on it already.",
    ),
    "moves.home_taken": (
        "state",
        "Bu ev artıq başqa ailənindir: {home}. Hər ev bir ailəyə verilir.",
        "Home {home} is another family's already. A home is one family's.",
    ),
    "moves.no_household": (
        "invalid",
        "Bu nömrə ilə ailə bu köçdə yoxdur: {number}.",
        "No family of application {number} moves with this.",
    ),
    "moves.left": (
        "state",
        "Ailə bu köçdən çıxıb: {number}. Könüllülük pozulmur, onu köçürmək olmaz.",
        "The family of application {number} has left this move. Return is voluntary: it cannot be moved.",
    ),
    "moves.withdrawn": (
        "state",
        "{number} nömrəli müraciət üzrə qüvvədə olan qayıdış qərarı yoxdur: ailə geri götürüb və ya qərar bitib.",
        "No decision to return is in force for application {number}: the family withdrew, or it has ended.",
    ),
    "moves.other_settlement": (
        "invalid",
        "{number} nömrəli müraciət başqa məntəqəyədir: {place}.",
        "Application {number} is for another settlement: {place}.",
    ),
    "moves.people": (
        "invalid",
        "{number}: qərar {persons} nəfər üçündür, FİN isə {fins} nəfərin yazılıb. Ərizəni düzəldin.",
        "{number}: the decision is for {persons}, the application names {fins} by FIN. Correct the application.",
    ),
    "moves.no_guardian": (
        "invalid",
        "{number}: uşağın adından danışa bilən valideyn və ya qəyyum onunla qayıtmır. Nümayəndəliyi yazın.",
        "{number}: no parent or guardian who may speak for a returning child is with it. Enter the mandate first.",
    ),
    "moves.not_given": (
        "invalid",
        "{number} nömrəli müraciətə püşkatma ilə ev çatmayıb, ailə onu qəbul etməyib və ya yer ayrılmayıb.",
        "Application {number} has no home by a draw that was held: none was accepted, and none was placed with it.",
    ),
    "moves.no_word": (
        "invalid",
        "{document} nömrəli sənəd bu ailənin {day} günündən bəri qeydə alınmış müraciəti deyil: {number}.",
        "Document {document} is no appeal of the family of application {number} that was registered since {day}.",
    ),
    "moves.unregistered": (
        "invalid",
        "Belə sənəd qeydiyyatda yoxdur: {document}. Əvvəlcə onu qeydiyyata alın.",
        "No document {document} is registered. Register it first.",
    ),
    "moves.no_home": (
        "invalid",
        "Reyestrdə bu nömrə ilə hazır ev yoxdur: {home}. Tikinti siyahısındakı nömrəni yazın.",
        "The register has no home {home} that is ready. Write its number on the builder's list.",
    ),
    "moves.other_class": (
        "invalid",
        "{home} evində {rooms} otaq var, qərar isə {due} otaq verir. Uyğun evi seçin.",
        "Home {home} has {rooms} rooms, the decision gives {due}. Choose one of that class.",
    ),
    "moves.moved_already": (
        "state",
        "Açarlar artıq verilib: {number}, ev: {home}. İkinci dəfə köçürülmür.",
        "Application {number} has the keys of home {home} already. Nobody is moved twice.",
    ),
    "moves.too_early": (
        "state",
        "Köç günü hələ gəlməyib: {day}.",
        "The move day has not come yet: {day}.",
    ),
    "moves.not_there": (
        "state",
        "Ailənin gəldiyi qeyd olunmayıb: {number}. Əvvəlcə gəldiyini qeyd edin.",
        "Nobody has noted that the family of application {number} came. Note that first.",
    ),
    "moves.unsigned": (
        "invalid",
        "Təhvil-təslim aktını hər iki tərəf imzalamalıdır: ailə və komitə.",
        "Both sides sign the handover act: the family and the committee.",
    ),
    "moves.other_day": (
        "invalid",
        "Akt köç günündən ({first}) bu günədək ({last}) olan günlə imzalanır.",
        "The act is signed on a day from the move day ({first}) until today ({last}).",
    ),
    "moves.act_changed": (
        "stale",
        "Aktın mətni göstəriləndən sonra dəyişib, heç nə imzalanmayıb. İndiki mətni oxuyub yenidən imzalayın.",
        "The text of the act has changed since it was shown: nothing is signed. Read it as it is now and sign again.",
    ),
    "moves.document_used": (
        "invalid",
        "Bu aktla başqa ev təhvil verilib: {document}. Hər evin öz aktı olur.",
        "By act {document} another home was handed over. Each home has an act of its own.",
    ),
    "moves.no_keys": (
        "state",
        "Ailəyə hələ açar verilməyib: {number}.",
        "The family of application {number} has no keys yet.",
    ),
    "moves.reading": (
        "invalid",
        "Sayğacın göstəricisi mənfi ola bilməz: {reading}.",
        "A meter cannot read less than nothing: {reading}.",
    ),
    "moves.pupils": (
        "invalid",
        "Şagirdlərin sayı 0–{persons} aralığında olmalıdır: {pupils}.",
        "The number of pupils is between 0 and {persons}: {pupils}.",
    ),
    "moves.truck": (
        "invalid",
        "Bu maşın karvanda artıq var və ya onun yeri tutulub: {plate}.",
        "The truck is in the convoy already, or its place is taken: {plate}.",
    ),
    "moves.no_work": (
        "invalid",
        "{number}: {vacancy} vakansiyası açıq deyil, dolub və ya şəxs bu vəzifəni göstərməyib, razılıq verməyib.",
        "{number}: vacancy {vacancy} is not open there, is full, or the person named no such position with consent.",
    ),
    "moves.work_decided": (
        "state",
        "{number}: {vacancy} vakansiyası bu şəxs üçün artıq həll olunub.",
        "{number}: vacancy {vacancy} was decided for this person already.",
    ),
    "moves.no_reason": ("invalid", "Səbəbi göstərin.", "Give the reason."),
    "moves.term_runs": (
        "state",
        "Köçmə müddəti {day} gününədək davam edir; ev o vaxtadək ailənindir.",
        "The term to move in runs until {day}; until then the home is the family's.",
    ),
    "moves.told_already": (
        "state",
        "Xidmətlərə artıq bildirilib.",
        "The services were told already.",
    ),
    "moves.nobody_moved": (
        "state",
        "Hələ heç kim köçməyib: xidmətlərə açar veriləndən sonra bildirilir.",
        "Nobody has moved yet: services are told after keys were handed over.",
    ),
    "moves.answers_itself": (
        "state",
        "Bu xidmətin qurumu özü mesajla cavab verir, {day} gününədək gözlənilir: {service}.",
        "The agency of this service answers by a message of its own, which is waited for until {day}: {service}.",
    ),
    "moves.not_told": (
        "state",
        "Bu xidmətə bildirilməyib və ya cavabı artıq var: {service}.",
        "This service was not told, or has answered already: {service}.",
    ),
    "moves.unfinished": (
        "state",
        "Hələ bağlanmır: açarsız ailə {families}, cavabsız xidmət {services}.",
        "It cannot be closed: families without keys {families}, services without an answer {services}.",
    ),
}
refusal: Final = Refusals("moves", _TABLE)
"""The refusal of that code, its words filled in."""
