"""What a person at the terminal reads of a log line. Every event that is logged as a warning or worse has a sentence.

Names in braces are the line's own keys.
"""

from __future__ import annotations

from collections.abc import Mapping

from hub.errors import Words

SENTENCES: Mapping[str, Words] = {
    "document_registered": Words("Sənəd qeydə alındı: № {reg_no}.", "A document was registered: No. {reg_no}."),
    "document_resolved": Words("№ {reg_no} sənədə dərkənar qoyuldu.", "Document No. {reg_no} got a resolution."),
    "document_submitted": Words("Sənəd razılaşma yoluna göndərildi.", "A document was sent on its approval path."),
    "document_returned": Words("Sənəd düzəliş üçün müəllifə qaytarıldı.", "A document was returned to its author."),
    "document_voted": Words("Komissiya iclasda səs verdi.", "The commission voted in its meeting."),
    "document_approved": Words("Sənəd təsdiqləndi.", "A document was approved."),
    "document_signed": Words("№ {reg_no} sənəd imzalandı, möhürləndi.", "Document No. {reg_no} was signed or sealed."),
    "document_sent": Words("№ {reg_no} sənəd göndərildi.", "Document No. {reg_no} was sent."),
    "document_answered": Words("№ {reg_no} sənədə cavab gəldi.", "Document No. {reg_no} was answered."),
    "document_filed": Words("№ {reg_no} sənəd işə tikildi.", "Document No. {reg_no} was put in its file."),
    "document_timer_refused": Words(
        "Sənədin vaxt qaydası işləmədi ({reason}); bir dəqiqədən sonra təkrar soruşulur.",
        "A document's timer was refused ({reason}); it is asked again in a minute.",
    ),
    "signing_refused": Words(
        "İmzalama sessiyası {session} nəticəsiz qaldı: {code}.",
        "The signing session {session} came to nothing: {code}.",
    ),
    "signing_waits": Words(
        "İmzalama sessiyası {session} etibar xidmətini gözləyir ({reason}).",
        "The signing session {session} waits for the trust service ({reason}).",
    ),
    "trust_service_failed": Words(
        "Etibar xidməti {service} cavab vermədi ({reason}); başqasından soruşulur.",
        "The trust service {service} did not answer ({reason}); another one is asked.",
    ),
    "provider_away": Words(
        "Giriş xidməti (OpenID Connect) lazım olan cavabı vermədi: {error}.",
        "The login service (OpenID Connect) did not answer as it should: {error}.",
    ),
    "alert_not_told": Words(
        "Xəbərdarlıq çatdırılmadı: {kind} ({reason}); sonra təkrar göndəriləcək.",
        "An alert was not told: {kind} ({reason}); it is told again later.",
    ),
    "api_failed": Words(
        "Sorğu zamanı gözlənilməz xəta baş verdi (istinad {reference}).",
        "A request met an unforeseen error (reference {reference}).",
    ),
    "blocked_heads_freed": Words(
        "Növbədə ilişib qalan göndərişlər buraxıldı: {deliveries}. Bu, habın qüsurudur.",
        "Deliveries that were stuck in their lanes were freed: {deliveries}. A defect.",
    ),
    "bus_away_at_start": Words(
        "Broker cavab vermir; göndərişlər bazada gözləyir.", "The broker does not answer; deliveries wait in the store."
    ),
    "bus_connection_lost": Words(
        "Brokerlə bağlantı kəsildi ({reason}); özü bərpa olunur.",
        "The connection to the broker was lost ({reason}); it is made again by itself.",
    ),
    "bus_refused": Words(
        "Broker habı içəri buraxmır: {reason}.",
        "The broker does not let the hub in: {reason}.",
    ),
    "bus_queue_faulty": Words(
        "Brokerdəki növbə bizimki kimi qurulmayıb: {destination}. “hub check” işlədin.",
        "A queue on the broker is not as ours must be: {destination}. Run `hub check`.",
    ),
    "ask_failed": Words(
        "Sorğu gözlənilməz xəta ilə bitdi ({error}); tərtibatçıya bildirin.",
        "A call of an ask met what nobody foresaw ({error}); tell a developer.",
    ),
    "call_failed": Words(
        "Konnektorda gözlənilməz xəta baş verdi: {destination}.",
        "The connector met an unforeseen error: {destination}.",
    ),
    "aggregate_failed": Words(
        "“{kind}” otağında gözlənilməz xəta baş verdi: {subject}; bir dəqiqədən sonra yenidən götürüləcək.",
        "Something in the room {kind} met an unforeseen error: {subject}; it is taken up again in a minute.",
    ),
    "aggregate_waits": Words(
        "“{kind}” otağında gözləyən var: {subject}, səbəb: {reason}; yenidən götürüləcək.",
        "Something in the room {kind} waits: {subject}, because of {reason}; it is taken up again.",
    ),
    "list_refused": Words(
        "Siyahı gedişatdan istənilən əməli ({action}) yerinə yetirmədi: {subject}, səbəb: {code}.",
        "A list did not do what was asked of all lists of its run ({action}): {subject}, because of {code}.",
    ),
    "case_failed": Words(
        "İcraatda gözlənilməz xəta baş verdi: {case}; bir dəqiqədən sonra yenidən götürüləcək.",
        "A case met an unforeseen error: {case}; it is taken up again in a minute.",
    ),
    "case_waits": Words(
        "İcraat gözləyir: {case}, səbəb {reason}; bir dəqiqədən sonra yenidən götürüləcək.",
        "A case waits: {case}, for {reason}; it is taken up again in a minute.",
    ),
    "changes_not_noted": Words(
        "Nəyin dəyişdiyi siyahıya yazılmadı ({items}); növbəti başlanğıcda yoxlanılacaq.",
        "What changed could not be noted ({items}); the next start looks again.",
    ),
    "chunk_unreadable": Words(
        "Faylın bir hissəsi oxunmadı: {delivery}.", "A chunk of a file could not be read: {delivery}."
    ),
    "code_additions_left_out": Words(
        "Formata uyğun gəlməyən əlavə kodlar nəzərə alınmır: {format}.",
        "Added codes that do not fit their format are left out: {format}.",
    ),
    "drain_cut_short": Words(
        "Əldəki iş {seconds} saniyədə bitmədi; sonra davam edəcək.",
        "Work in hand did not end in {seconds} seconds; it goes on later.",
    ),
    "duty_failed": Words(
        "Habın daxili işində gözlənilməz xəta baş verdi; iş təkrar olunur.",
        "A duty of the hub met an unforeseen error; it is done again.",
    ),
    "pickup_not_moved": Words(
        "Qurumun qovluğundan götürülən faylın yeri dəyişdirilə bilmir.",
        "A file taken from an agency cannot be moved away.",
    ),
    "pushed_file_waits": Words(
        "{party} ötürən fayl hələ qəbul edilə bilmir ({code}); bir azdan yenə yoxlanılacaq.",
        "A file that {party} pushed cannot be accepted yet ({code}); trying again soon.",
    ),
    "pickup_hindered": Words(
        "{party} faylları buraxdığı qovluğa girmək olmadı ({code}); bir azdan yenə yoxlanılacaq.",
        "The folder where {party} leaves its files could not be visited ({code}); trying again soon.",
    ),
    "duty_hindered": Words(
        "Verilənlər bazası və ya broker cavab vermir; təkrar cəhd edilir.",
        "The database or the broker does not answer; trying again.",
    ),
    "data_keys_not_refreshed": Words(
        "Məlumat açarları yoxlanılmadı ({reason}); bir azdan yenə yoxlanılacaq.",
        "Data keys could not be looked for ({reason}); trying again soon.",
    ),
    "effect_failed": Words("Habın öz addımı alınmadı: {destination}.", "The hub's own step failed: {destination}."),
    "file_content_missing": Words(
        "Faylın məzmunu saxlancda tapılmadı (mesaj {message}).",
        "The content of a file is not in the content store (message {message}).",
    ),
    "formats_not_refreshed": Words(
        "Əlavə kodlar yoxlanılmadı ({reason}); bir saniyədən sonra yenə yoxlanılacaq.",
        "Added codes could not be looked for ({reason}); trying again in a second.",
    ),
    "lease_not_renewed": Words(
        "Göndərişlərin icarə müddəti uzadılmadı; baza cavab vermir.",
        "Leases could not be renewed; the database does not answer.",
    ),
    "database_clock_went_back": Words(
        "Məlumat bazasının saatı {seconds} saniyə geri çəkildi; gözləyənlər buna uyğun irəli gətirildi.",
        "The clock of the database went back by {seconds} seconds; what waits was brought forward by as much.",
    ),
    "leases_expired": Words(
        "Yarımçıq qalan göndərişlər yenidən növbəyə qoyuldu: {deliveries}.",
        "Deliveries that were left half-way are due again: {deliveries}.",
    ),
    "library": Words("{logger}: {text}", "{logger}: {text}"),
    "leaves_set_aside": Words(
        "Sübut jurnalından əvvəl habın yazmadığı qeydlər durub: {items}, birincisi {reference}. İmzalanmadı.",
        "Entries that the hub did not write waited for the log: {items}, the first {reference}. None was signed.",
    ),
    "head_not_stamped": Words(
        "Vaxt damğası mərkəzi sübut jurnalının başlığını möhürləmədi; bir dəqiqədən sonra yenidən soruşulur.",
        "An authority did not stamp the evidence log's head; it is asked again in a minute.",
    ),
    "published_work_lost": Words(
        "Brokerdə itən işlər yenidən dərc edildi: {deliveries}.",
        "Work that the broker lost was published again: {deliveries}.",
    ),
    "refusal_not_kept": Words(
        "Rədd edilən mesaj siyahıya yazılmadı; baza cavab vermir.",
        "A refusal could not be kept; the database does not answer.",
    ),
    "repair_broke": Words("Bərpa yarıda dayandı: {repair}.", "A repair broke and was stopped: {repair}."),
    "revocation_list_unread": Words(
        "Ləğv edilmiş sertifikatların siyahısı oxunmadı: {service} ({reason}).",
        "A list of revoked certificates could not be read: {service} ({reason}).",
    ),
    "sandbox_ended": Words(
        "Sınaq qurumları dayandı; {again_in_s} saniyəyə yenidən başlayır.",
        "The simulated agencies ended; they start again in {again_in_s} seconds.",
    ),
    "accepting_failed": Words("Yeni bağlantı qəbul edilmir: {error}.", "New connections cannot be accepted: {error}."),
    "password_link_not_sent": Words(
        "Parol üçün keçid göndərilmədi: {error}.", "A link for a password was not sent: {error}."
    ),
    "security_event": Words("Təhlükəsizlik hadisəsi: {kind}.", "Security event: {kind}."),
    "stopping": Words(
        "Dayandırılır: əldəki iş bitirilir. Gözləməmək üçün yenə Ctrl-C.",
        "Stopping: work in hand is finished. Ctrl-C again does not wait.",
    ),
    "webhook_failed": Words(
        "Abunəçi hadisəni qəbul etmədi: {party} ({reason}).", "A subscriber did not take an event: {party} ({reason})."
    ),
    "work_failed": Words(
        "Göndəriş zamanı gözlənilməz xəta baş verdi: {destination}.", "A worker met an unforeseen error: {destination}."
    ),
    "work_put_back": Words(
        "Göndəriş təxirə salındı, baza cavab vermir: {destination}.",
        "A delivery was put back, the database does not answer: {destination}.",
    ),
}


def sentence(line: Mapping[str, object], lang: str) -> str | None:
    """The line in words; None for what is there for machines only."""
    words = SENTENCES.get(str(line.get("event")))
    if words is None:
        return None
    return (words.say(lang)).format_map(_Known(line))


class _Known(dict[str, object]):
    """A key that the filters have taken out leaves an ellipsis."""

    def __missing__(self, key: str) -> str:
        return "…"
