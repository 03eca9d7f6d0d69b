"""What repairs say to people, in both languages: refusals of a request, and the outcome of an item."""

from __future__ import annotations

from hub.errors import Conflict, NotFound, Refused, Words
from hub.exchange.repair.names import ACTIONS, repair_state_name
from hub.exchange.repair.states import Action, Outcome

OUTCOMES: dict[Outcome, Words] = {
    Outcome.RETRIED: Words("Eyni məzmun eyni açarla təkrar göndərilir.", "Sent again: same bytes, same key."),
    Outcome.ASKED_FIRST: Words(
        "Əvvəlki cəhdin nəticəsi qurumdan soruşulur, tətbiq olunmayıbsa təkrar göndərilir.",
        "The agency is asked about the earlier attempt; it is sent again only if that was not applied.",
    ),
    Outcome.REPLACED: Words("Yeni açarla başqa göndərişlə əvəz olunur.", "Replaced by a delivery with a new key."),
    Outcome.TAKEN_OVER: Words("Mesaj oxundu və yoluna davam edir.", "The message can be read now and goes on."),
    Outcome.CONFIRMED: Words("Çatdırıldığı təsdiqlənir.", "Confirmed as delivered."),
    Outcome.DISCARDED: Words("Göndərişdən çıxarılır.", "Taken out."),
    Outcome.DELIVERED: Words("Çatdırıldı.", "Delivered."),
    Outcome.SUPERSEDED: Words("Daha yeni məlumat artıq tətbiq olunub.", "Something newer was applied already."),
    Outcome.BLOCKED: Words("Növbəsini gözləyir.", "Waits for its turn in its lane."),
    Outcome.FAILED_AGAIN: Words("Yenə alınmadı.", "Failed again."),
    Outcome.UNKNOWN_AGAIN: Words("Nəticə yenə məlum deyil.", "The outcome is unknown again."),
    Outcome.MOVED_ON: Words("Seçimdən sonra vəziyyəti dəyişib, toxunulmur.",
                            "Its state has moved on since the selection; left alone."),
    Outcome.MAYBE_APPLIED: Words(
        "Əvvəlki cəhd tətbiq olunmuş ola bilər. Qurumdan soruşun və confirm_not_applied ilə təsdiqləyin.",
        "An earlier attempt may have been applied. Ask the agency, then say so with confirm_not_applied.",
    ),
    Outcome.STILL_UNMAPPED: Words("Bugünkü uyğunlaşdırma ilə də oxunmur.", "Today's mapping cannot read it either."),
    Outcome.REFUSED_NOW: Words("Bugünkü sxem bu məzmunu qəbul etmir.", "Today's schema refuses these bytes."),
    Outcome.PART_GONE: Words("Marşrut artıq bu hissəni yaratmır.", "The route no longer makes this part."),
    Outcome.NOT_WANTED: Words("Bu ünvan həmin məlumat yazısını istəmir.",
                              "That destination does not want this record."),
    Outcome.ALREADY_THERE: Words("Bu mesaj həmin ünvana artıq gedir.",
                                 "This message goes to that destination already."),
    Outcome.CANNOT_WRITE: Words("Məlumat yazısında ünvanın formatı üçün məlumat çatmır.",
                                "The record lacks what the destination's format requires."),
    Outcome.NO_BODY: Words("İlkin məzmun saxlanmayıb.", "The original bytes are not kept."),
    Outcome.KEYS_CHANGED: Words("FİN və mənbə nömrələri dəyişdirilə bilməz.",
                                "FIN and the source's own ids cannot be edited."),
    Outcome.NOT_FOR_FILES: Words("Fayl hissələri üçün bu əməliyyat yoxdur: düzəldilmiş fayl göndərilsin.",
                                 "Not for parts of a file: have a corrected file sent."),
    Outcome.NOT_FOR_MESSAGES: Words("Aydınlaşdırma gözləyən mesaj üçün bu əməliyyat yoxdur.",
                                    "Not for a message that waits to be understood; reprocess, edit or discard it."),
    Outcome.CORRECTED: Words("Düzəliş növbənin sonunda göndərilir.",
                             "A correction is sent at the end of its lanes."),
    Outcome.UNCHANGED: Words("Bugünkü uyğunlaşdırma ilə də eynidir, heç nə göndərilmir.",
                             "Today's mapping says the same; nothing is sent."),
    Outcome.OVERTAKEN: Words("Həmin ünvana artıq daha yeni məlumat gedib, köhnəsi göndərilmir.",
                             "Something newer about the same has gone there; the older is not sent."),
    Outcome.NOT_AGAIN: Words("Artıq göndərişdən çıxarılıb; yalnız növbəsi buraxıla bilər.",
                             "Taken out already; only its lanes can be released."),
}  # fmt: skip

CAUSE = "repair.same_cause"
TIMEOUT = "repair.timeout"
MOVED_ON = "repair.moved_on"
BROKEN = "hub.repair_broke"
STOP_REASONS = {
    CAUSE: Words("Sınaq addımında eyni səbəbdən yenə alınmadı; qalanlara toxunulmayıb.",
                 "An item of a canary step failed again; the rest were not touched."),
    TIMEOUT: Words("Göndərilənlər 60 saniyə ərzində nəticələnmədi; onlar öz yolu ilə davam edir.",
                   "What was sent did not come to an end within 60 seconds; it goes on by itself."),
    MOVED_ON: Words("Seçilən artıq çatdırılıb, ona görə arxasındakılara toxunulmayıb.",
                    "What was selected has moved on, so those behind it were spared."),
    BROKEN: Words("Habın xətası üzündən dayandı. Jurnaldakı yeri tərtibatçıya deyin.",
                  "Stopped by a fault of the hub. Tell the developers the place in the log."),
}  # fmt: skip


def outcome_words(outcome: str | None) -> Words | None:
    """The sentence for an item's outcome."""
    return OUTCOMES[Outcome(outcome)] if outcome in set(Outcome) else None


def no_such_repair() -> NotFound:
    """No repair has this id."""
    return NotFound("repair.not_found", Words("Belə bərpa yoxdur.", "There is no such repair."))


def no_such_item(shown: str) -> NotFound:
    """A selected id is nobody's."""
    return NotFound(
        "repair.no_such_item",
        Words(f"{shown} nömrəli göndəriş və ya mesaj yoxdur.", f"There is no delivery or message {shown}."),
    )


def nothing_to_repair() -> Conflict:
    """The selection names nothing that failed."""
    return Conflict(
        "repair.nothing_to_repair",
        Words(
            "Seçimdə bərpa ediləsi heç nə yoxdur: nə uğursuz, nə nəticəsi məlum olmayan, nə aydınlaşdırma gözləyən.",
            "The selection holds nothing to repair: none of it failed, is unknown or waits to be understood.",
        ),
    )


def too_many(found: int, most: int) -> Refused:
    """The selection is too large for one repair."""
    return Refused(
        "repair.too_many_items",
        Words(
            f"Seçimdə {found} mesaj və göndəriş var, ən çoxu {most} ola bilər. Filtri daraldın.",
            f"The selection holds {found} items, at most {most} are allowed. Narrow the filter.",
        ),
        status=422,
        place="/selection",
    )


def under_repair(repair: str, items: int) -> Conflict:
    """Another repair has its hand on what is selected."""
    conflict = Conflict(
        "repair.already_open",
        Words(
            f"Seçilənlərdən {items} ədədi artıq {repair} nömrəli bərpadadır. Bitməsini gözləyin və ya onu bağlayın.",
            f"{items} of the selected items are in repair {repair} already. Wait for it, or cancel it.",
        ),
        place="/selection",
    )
    conflict.extra["repair"] = repair
    return conflict


_ARGUMENTS = {
    "destination": Words("hara göndəriləcəyi", "where it is to go"),
    "reference": Words("qurumun qeyd nömrəsi", "the agency's reference"),
    "behind": Words("arxasında gözləyənlərlə nə ediləcəyi", "what becomes of those waiting behind"),
    "body": Words("düzəldilmiş məzmun", "the mended content"),
}


def missing_argument(name: str, action: Action) -> Refused:
    """The action needs an argument that was not given; its `place` names it to programs."""
    verb, needed = ACTIONS[action], _ARGUMENTS[name]
    return Refused(
        "repair.argument_missing",
        Words(
            f"“{verb.az}” üçün bu lazımdır: {needed.az}.",
            f"“{verb.en}” needs this: {needed.en}.",
        ),
        status=422,
        place=f"/arguments/{name}",
    )


def bad_destination(name: str) -> Refused:
    """No route leads there, or it cannot be called or written for."""
    return Refused(
        "repair.unknown_destination",
        Words(
            f"“{name}” ünvanına heç bir marşrut aparmır.",
            f"No route leads to {name}, or the hub has no operation or format for it. See `hub routes`.",
        ),
        status=422,
        place="/arguments/destination",
    )


def only_one_message() -> Refused:
    """An edit is of one message."""
    return Refused(
        "repair.one_message_only",
        Words(
            "Düzəliş bir mesajın məzmununa aiddir; seçimdə birdən çox mesaj var.",
            "An edit is of one message's body; the selection holds more than one. Mend the mapping and reprocess.",
        ),
        status=422,
        place="/selection",
    )


def not_editable(outcome: Outcome) -> Refused:
    """The edited body may not be sent."""
    words = OUTCOMES[outcome]
    return Refused(f"repair.{outcome}", words, status=422, place="/arguments/body")


def edit_not_mapped(issues: list[dict[str, str]]) -> Refused:
    """The edited body can be read but not mapped; the issues say why."""
    refused = Refused(
        "repair.edit_not_mapped",
        Words(
            "Düzəldilmiş məzmun uyğunlaşdırılmır. Siyahıdakı xətaları da düzəldin.",
            "The edited body cannot be mapped. Mend the listed issues as well.",
        ),
        status=422,
        place="/arguments/body",
    )
    refused.extra["issues"] = issues
    return refused


def bad_patch(path: str) -> Refused:
    """A patch names a place that the document does not have."""
    return Refused(
        "repair.patch_place",
        Words(
            f"Sənəddə {path} yeri yoxdur, və ya bu formata yamaq tətbiq olunmur.",
            f"The document has no place {path}, or its format cannot be patched; send the whole body.",
        ),
        status=422,
        place="/arguments/patches",
    )


def all_maybe_applied() -> Conflict:
    """No selected delivery may get a new key without a person's word."""
    return Conflict("repair.maybe_applied", OUTCOMES[Outcome.MAYBE_APPLIED], place="/arguments/confirm_not_applied")


def wrong_state(state: str, wanted: str, *, by: str | None = None) -> Conflict:
    """The repair is not where this command needs it to be."""
    name_az, name_en = repair_state_name(state, "az"), repair_state_name(state, "en")
    whose_az, whose_en = (f" ({by})", f" (by {by})") if by else ("", "")
    conflict = Conflict(
        "repair.wrong_state",
        Words(
            f"Bərpa indi bu vəziyyətdədir: {name_az}{whose_az}; “{wanted}” mümkün deyil.",
            f"The repair is {name_en} now{whose_en}; it can no longer {wanted}.",
        ),
    )
    conflict.extra["state"] = state
    return conflict
