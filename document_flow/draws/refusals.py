"""Why a command about a draw changes nothing: every code of this room, with its words and the kind of refusal."""

from __future__ import annotations

from typing import Final

from document_flow.outcome import Refusal
from document_flow.refusing import Refusals, Table


def unsaid(code: str, text: str) -> Refusal | None:
    """The refusal of that code where a text that is needed is blank."""
    return None if text.strip() else refusal(code)


_TABLE: Table = {
    "draws.related": (
        "forbidden",
        "“{name}” buna qarışa bilməz: özünün və ya yaxın qohumunun ailəsi siyahıdadır. Başqası baxmalıdır.",
        "“{name}” may have no part in this: the official's own family or a close relative's is on the list.",
    ),
    "draws.place": (
        "invalid",
        "Yer və dalğanın nömrəsi göstərilməlidir: “{place}”, {wave}.",
        "Name the place and the number of the wave: “{place}”, {wave}.",
    ),
    "draws.place_unknown": (
        "invalid",
        "Belə yer yoxdur: “{place}”. Rayon/kənd yazın, məsələn Zəngilan/Ağalı.",
        "There is no such place: “{place}”. Write district/village, such as Zəngilan/Ağalı.",
    ),
    "draws.homes": (
        "invalid",
        "Evlər göstərilməyib, ya da birinin nömrəsi və ya otaq sayı yoxdur: {homes}.",
        "No homes are named, or one has no number or no rooms: {homes}.",
    ),
    "draws.unfit_homes": (
        "invalid",
        "Bu evlər püşkatma ilə verilə bilməz: {homes}.",
        "A draw cannot give these homes: {homes}.",
    ),
    "draws.home_twice": (
        "invalid",
        "Eyni ev iki dəfə yazılıb: {homes}.",
        "The same home stands twice: {homes}.",
    ),
    "draws.placed_rule": (
        "invalid",
        "Əvvəlcədən verilmiş hər evin qaydasını yazın; kimə və niyə verildiyini yazmayın.",
        "Give the rule of every home placed beforehand; not to whom, and not why.",
    ),
    "draws.party_unknown": (
        "invalid",
        "Belə tərəf yoxdur və ya üzvü yoxdur: {parties}. Tərəfi əvvəlcə qrup kimi qurun.",
        "There is no such party, or it has no members: {parties}. Set it up as a group first.",
    ),
    "draws.values": (
        "invalid",
        "Hesablanana azı {least} müxtəlif tərəf, açıq mənbə və ya hər ikisini seçin; əl ilə olana heç birini.",
        "A computed draw has {least} different parties or more, a public source, or both; one by hand has neither.",
    ),
    "draws.too_soon": (
        "invalid",
        "Elandan püşkatmaya qədər vaxt azdır; ən tez gün: {earliest}.",
        "It is too soon after the announcement; the earliest day is {earliest}.",
    ),
    "draws.phase": (
        "state",
        "Püşkatmanın indiki vəziyyətində bu mümkün deyil: {phase}.",
        "This is not possible with the draw as it stands: {phase}.",
    ),
    "draws.too_early": ("state", "Elan olunmuş vaxt hələ gəlməyib: {moment}.", "It is before its time: {moment}."),
    "draws.too_late": (
        "state",
        "Elan olunmuş vaxt keçib: {moment}. Bundan sonra nə siyahı dondurulur, nə də qiymət alınır.",
        "Its time has come, {moment}: no list is frozen and no value taken after it.",
    ),
    "draws.party": (
        "forbidden",
        "“{name}” “{party}” tərəfi adından danışa bilməz.",
        "“{name}” does not speak for the party “{party}”.",
    ),
    "draws.committed_already": (
        "state",
        "“{party}” qiymətini artıq möhürləyib; o dəyişdirilmir.",
        "“{party}” has committed its value already, and it does not change.",
    ),
    "draws.no_hash": (
        "invalid",
        "Möhür SHA-256 olmalıdır: 64 kiçik onaltılıq işarə.",
        "A commitment is a SHA-256: 64 small hexadecimal digits.",
    ),
    "draws.copied": (
        "invalid",
        "Bu möhür başqa tərəfinki ilə eynidir. Öz qiymətinizi və duzunuzu seçin.",
        "This is another party's commitment. Choose a value and a salt of your own.",
    ),
    "draws.few_commitments": (
        "state",
        "Qiymətini möhürləmiş tərəflər azdır: {count}, lazım olan {least}.",
        "Too few parties have committed a value: {count} of {least} needed.",
    ),
    "draws.not_awaited": (
        "state",
        "“{party}” tərəfindən qiymət gözlənilmir: möhürləməyib və ya artıq açıb.",
        "No value of “{party}” is awaited: it has committed none, or revealed it already.",
    ),
    "draws.other_value": (
        "invalid",
        "Möhürlənmiş qiymət bu deyil. Qiymət {value} bayt, duz azı {salt} bayt, onaltılıq yazıda olmalıdır.",
        "This is not the value that was committed. It has {value} bytes, the salt {salt} or more, in hexadecimal.",
    ),
    "draws.no_source": (
        "invalid",
        "Açıq mənbə elan olunmayıb və ya onun qiyməti yazılmayıb.",
        "No public source was announced, or its value is not given.",
    ),
    "draws.entries": (
        "invalid",
        "Bu yerə qayıdışı həll olunmuş və ev gözləyən ailə yoxdur.",
        "No family whose return to this place is decided waits for a home.",
    ),
    "draws.not_decided": (
        "invalid",
        "Bu yerə qayıdış üzrə qüvvədə olan qərarı olan və ev gözləyən belə müraciət yoxdur: {numbers}.",
        "No such application has a decision to return to this place in force and waits for a home: {numbers}.",
    ),
    "draws.left_out": (
        "invalid",
        "Siyahıya salınmayan hər ailəni bir dəfə, səbəbi ilə yazın: {numbers}.",
        "Write each family that is left out once, with the reason: {numbers}.",
    ),
    "draws.reason_private": (
        "invalid",
        "Səbəb dərc olunur: FİN yazmayın, ən çoxu {most} işarə olsun: {numbers}.",
        "The reason is published: no FIN in it, and {most} characters at most: {numbers}.",
    ),
    "draws.people": (
        "invalid",
        "Qərardakı nəfərlərin sayı FİN-lərin sayından fərqlidir: {numbers}. Ərizəni düzəldin və ya siyahıya salmayın.",
        "The decision is not for as many as the application names by FIN: {numbers}. Correct it, or leave it out.",
    ),
    "draws.same_people": (
        "invalid",
        "Eyni adam iki müraciətdədir və ya ev almış ailədəndir: {numbers}. Artıq olanı səbəbi ilə siyahıdan çıxarın.",
        "A person is of two applications, or of a family that has a home: {numbers}. Leave the second one out.",
    ),
    "draws.no_list": (
        "state",
        "Siyahı hələ sənəd kimi hazırlanmayıb: əvvəlcə onu hazırlayın və komissiyanın yolu ilə göndərin.",
        "The list is no document yet: draft it first, and send it by the commission's path.",
    ),
    "draws.not_a_list": (
        "invalid",
        "{document} nömrəli sənəd püşkatmanın siyahısı deyil.",
        "Document {document} is not the list of a draw.",
    ),
    "draws.other_list": (
        "invalid",
        "{document} nömrəli sənəddə bu püşkatmanın son təsdiq olunmuş siyahısı deyil, ya da sonra dəyişdirilib.",
        "Document {document} holds another list than was approved last of this draw, or was changed since.",
    ),
    "draws.list_unapproved": (
        "invalid",
        "{document} nömrəli siyahı təsdiq olunmayıb: komissiya səs verməli, yol sona çatmalıdır.",
        "List {document} is not approved: a commission has to vote for it, and its path to come to its end.",
    ),
    "draws.list_changed": (
        "state",
        "Siyahı təsdiqdən sonra dəyişib: {numbers}. Onu yenidən hazırlayın və təsdiqə göndərin.",
        "The list has changed since it was approved: {numbers}. Draft it again and have it approved.",
    ),
    "draws.unregistered": (
        "invalid",
        "Belə sənəd qeydiyyatda yoxdur: {document}. Əvvəlcə onu qeydiyyata alın.",
        "No document {document} is registered. Register it first.",
    ),
    "draws.no_word": (
        "invalid",
        "{document} nömrəli sənəd bu ailənin {day} günündən bəri qeydə alınmış müraciəti deyil: {number}.",
        "Document {document} is no appeal of the family of application {number} that was registered since {day}.",
    ),
    "draws.word_used": (
        "invalid",
        "{document} nömrəli müraciətlə ailə artıq başqa söz deyib; ailədən yenisi lazımdır.",
        "Document {document} has said something else already; it takes a new appeal of the family.",
    ),
    "draws.not_placed": (
        "invalid",
        "Bu ev əvvəlcədən verilənlərdən deyil və ya artıq ailəyə yazılıb: {home}.",
        "Home {home} is none of those placed beforehand, or is given to a family already.",
    ),
    "draws.placed_class": (
        "invalid",
        "{home} evində {rooms} otaq var, {number} üzrə qərar isə {due} otaq verir.",
        "Home {home} has {rooms} rooms, the decision on application {number} gives {due}.",
    ),
    "draws.on_its_way": (
        "state",
        "Ailə köç günündədir: {number}. Bunu köç günündə yazın.",
        "Application {number} is on a move day. Write it down there.",
    ),
    "draws.no_class": (
        "invalid",
        "Bu müraciətlərin otaq sayına uyğun ev yoxdur: {numbers}. Komissiya həll etməlidir; yoxsa siyahıya salınmır.",
        "No home has the rooms of these applications: {numbers}. The commission decides, or leave them out.",
    ),
    "draws.no_entry": (
        "invalid",
        "Dondurulmuş siyahıda bu müraciət yoxdur: {number}.",
        "The frozen list has no such application: {number}.",
    ),
    "draws.struck": ("state", "Bu müraciət artıq sıradan çıxıb: {number}.", "This application is out: {number}."),
    "draws.not_by_hand": (
        "invalid",
        "Bu püşkatma hesablanır; onda püşk çəkilmir.",
        "This draw is computed; no slips are pulled in it.",
    ),
    "draws.witnesses": (
        "invalid",
        "Püşkatmanı görə bilən {count} müxtəlif məsul şəxs göstərin; yazan və siyahıda ailəsi olan şahid ola bilməz.",
        "Name {count} different witnesses in office who can see it; not who writes it down nor has family on the list.",
    ),
    "draws.pulled_already": (
        "state",
        "Bu müraciət üçün artıq püşk çəkilib: {number}.",
        "A slip was pulled for this application already: {number}.",
    ),
    "draws.other_class": (
        "invalid",
        "Müraciətin ({number}) otaq sayı {rooms}, püşkünkü {slip}. Öz sinfinin qutusundan çəkilməlidir.",
        "Application {number} is of the class of {rooms} rooms, the slip of {slip}. Pull from the drum of its class.",
    ),
    "draws.no_slip": (
        "invalid",
        "{rooms} otaqlı sinifdə {slip} nömrəli püşk yoxdur; nömrələr 1–{last} arasındadır.",
        "The class of {rooms} rooms has no slip {slip}; they are 1 to {last}.",
    ),
    "draws.slip_twice": (
        "state",
        "{rooms} otaqlı sinifdə {slip} nömrəli püşk artıq çəkilib; ev iki ailəyə verilmir.",
        "Slip {slip} of the class of {rooms} rooms is pulled already; no home is given twice.",
    ),
    "draws.not_pulled": (
        "state",
        "Hələ püşk çəkilməmiş ailələr var: {count}.",
        "Families have not pulled yet: {count}.",
    ),
    "draws.not_confirmed": (
        "state",
        "Gördüyü püşkləri hələ təsdiq etməyən şahidlər var: {count}.",
        "Witnesses have not confirmed the slips that they saw: {count}.",
    ),
    "draws.nothing_seen": (
        "state",
        "Sizin şahidliyinizlə yazılmış və təsdiq gözləyən püşk yoxdur.",
        "No slip waits that is written down with you as a witness.",
    ),
    "draws.other_pulls": (
        "invalid",
        "Sizin şahidliyinizlə bu qədər püşk gözləmir. Cədvəldə adınız olanlara baxın; fərq varsa, təsdiq etməyin.",
        "Not so many slips wait with you as a witness. Look at those under your name; if they differ, do not confirm.",
    ),
    "draws.no_value": (
        "state",
        "Sıranın hesablanacağı qiymət gəlməyib. Gözləyin və ya püşkatmanı etibarsız saymağı təklif edin.",
        "No value came that the order could follow from. Wait, or propose that the draw is void.",
    ),
    "draws.not_vouched": (
        "state",
        "Açıq mənbənin qiymətini mənbəyə özü baxan başqaları təsdiq etməlidir; çatışmır: {count}.",
        "Others who have looked at the source themselves have to confirm the public value; still: {count}.",
    ),
    "draws.overruled": (
        "state",
        "Yazdığınız qiyməti başqası dəyişib: mənbəyə baxan üçüncü şəxs yazsın.",
        "Somebody else has replaced the value that you stated: a third person who looks at the source states it.",
    ),
    "draws.nothing_stated": (
        "state",
        "Açıq mənbənin qiyməti hələ yazılmayıb.",
        "No public value was stated yet.",
    ),
    "draws.other_public_value": (
        "invalid",
        "Bu, yazılmış qiymət deyil. Mənbəyə bir də baxın; yazılan səhvdirsə, onu məsul şəxs yenidən yazır.",
        "This is not the value that was stated. Look at the source again; an officer types anew what was wrong.",
    ),
    "draws.has_value": (
        "state",
        "Nəticənin asılı olduğu qiymət artıq var; belə püşkatma etibarsız sayılmır.",
        "What the result follows from is there; such a draw is not made void.",
    ),
    "draws.no_reason": ("invalid", "Səbəbi yazın; o dərc olunur.", "Give the reason; it is published."),
    "draws.no_document": (
        "invalid",
        "Əsas olan sənədin qeydiyyat nömrəsini göstərin.",
        "Give the registered number of the document that it rests on.",
    ),
    "draws.other_home": (
        "invalid",
        "Bu ev həmin müraciətə çatmır: {home}, {number}.",
        "Home {home} is not what application {number} is to have.",
    ),
    "draws.offered_already": (
        "state",
        "Bu müraciətə ev artıq təklif olunub: {number}.",
        "Application {number} has its offer already.",
    ),
    "draws.notice_day": (
        "invalid",
        "Bildirişin təsdiq olunduğu gün püşkatmadan və ya məktubdan əvvəldir, gələcəkdədir, ya da müddət bitib: {day}.",
        "The proven notice is of before the draw or the letter, of the future, or its term is over already: {day}.",
    ),
    "draws.no_offer": (
        "state",
        "Bu müraciətin belə vəziyyətdə təklifi yoxdur: {number}.",
        "Application {number} has no offer that stands so.",
    ),
    "draws.no_letter": (
        "state",
        "Bu müraciətə ev düşmədiyi barədə məktub hazırlanmayıb: {number}.",
        "No letter about the draw was made for application {number}.",
    ),
    "draws.answered": (
        "state",
        "Bu bildirişə verilən cavabdan çoxu artıq məlumdur.",
        "As much or more is known of this notice already.",
    ),
    "draws.posted": (
        "invalid",
        "{number}: qəbzin nömrəsini yazın; poçtla göndərilmiş məktub ikinci dəfə yazılmır.",
        "{number}: write the number of the receipt; a letter that was posted is not noted twice.",
    ),
    "draws.letter_kept": (
        "forbidden",
        "{number}: bu məktubu ünvanını görə bilən başqa əməkdaş göndərir.",
        "{number}: another official posts this letter, who may see where it goes.",
    ),
    "draws.letter_proven": (
        "state",
        "Məktubun təhvili artıq sübut olunub: {number}, {day}.",
        "The notice of the letter is proven already: {number}, {day}.",
    ),
    "draws.letter_day": (
        "invalid",
        "Təhvil günü məktubun günündən ({on}) əvvəl və ya gələcəkdədir: {day}.",
        "The day of the notice is before that of the letter ({on}), or of the future: {day}.",
    ),
    "draws.term_over": ("state", "Cavab müddəti bitib: {day}.", "The term to answer is over: {day}."),
    "draws.term_runs": (
        "state",
        "Müddət hələ bitməyib; son gün: {day}.",
        "The term still runs; its last day is {day}.",
    ),
    "draws.moved_in": (
        "state",
        "Ev artıq təhvil verilib: {number}. Bundan sonrası püşkatmaya aid deyil.",
        "Application {number} has its home; what follows is no matter of the draw.",
    ),
}
refusal: Final = Refusals("draws", _TABLE)
"""The refusal of that code, its words filled in."""
