"""Synthetic persons in `bench.person-xml.v1`, about 1.3 kB each; person `i` is the same in every run."""

from __future__ import annotations

FIN_ALPHABET = "0123456789ABCDEFGHJKLMNPQRSTUVWXYZ"
FIN_SPACE = 34**7
# Coprime to 34, so that neighbours differ in all characters and no two numbers below FIN_SPACE share a FIN.
SPREAD = 20_174_639_501

SURNAMES = ("İSMAYILOVA", "MƏMMƏDOVA", "QULİYEVA", "ƏLİYEVA", "HÜSEYNOVA", "ABBASOVA", "ŞƏRİFOVA", "RZAYEVA")
GIVEN_NAMES = ("GÜLNARƏ", "AYGÜN", "SEVİNC", "LALƏ", "NƏRGİZ", "ÜLVİYYƏ", "ZEYNƏB")
FATHERS = ("ƏLİ", "MƏMMƏD", "HƏSƏN", "VAQİF", "RAMİZ")
PLACES = ("Füzuli rayonu, Horadiz", "Ağdam rayonu, Qiyaslı", "Zəngilan rayonu, Ağalı", "Şuşa şəhəri", "Laçın şəhəri")
STREETS = ("Nizami", "Xəqani", "Üzeyir Hacıbəyov", "Qara Qarayev", "Azadlıq")

TEMPLATE = """<?xml version="1.0" encoding="UTF-8"?>
<Sexs xmlns="urn:bench:person:v1" sorguId="{request_id}" menbe="bench">
  <FIN>{fin}</FIN>
  <Soyad>{surname}</Soyad>
  <Ad>{given_name}</Ad>
  <AtaAdi>{father} QIZI</AtaAdi>
  <Cins>Q</Cins>
  <DogumTarixi>{day:02}.{month:02}.{year}</DogumTarixi>
  <DogumYeri>{place}</DogumYeri>
  <Vetendasliq>AZE</Vetendasliq>
  <Sened>
    <Novu>Şəxsiyyət vəsiqəsi</Novu>
    <Seriya>AA</Seriya>
    <Nomre>{number:07}</Nomre>
    <VerilmeTarixi>{day:02}.{month:02}.2019</VerilmeTarixi>
    <EtibarlidirTarixi>{day:02}.{month:02}.2029</EtibarlidirTarixi>
    <VerenOrqan>ASAN xidmət mərkəzi № {centre}</VerenOrqan>
  </Sened>
  <Qeydiyyat>
    <RayonKodu>{district}</RayonKodu>
    <YMKodu>{settlement}</YMKodu>
    <Kuce>{street} küçəsi</Kuce>
    <Bina>{building}</Bina>
    <Menzil>{flat}</Menzil>
    <QeydiyyatTarixi>{day:02}.{month:02}.2021</QeydiyyatTarixi>
  </Qeydiyyat>
  <Elaqe>
    <Telefon>+994500000000</Telefon>
    <Epoct>sexs.{number}@example.az</Epoct>
  </Elaqe>
  <Veziyyet>1</Veziyyet>
  <Yasayis>
    <Novu>müvəqqəti məskunlaşma</Novu>
    <Unvan>Abşeron rayonu, Masazır qəsəbəsi, {building} nömrəli bina</Unvan>
  </Yasayis>
  <Qeyd>Məlumat yalnız ölçmə üçündür, sünidir və heç bir real şəxsə aid deyil.</Qeyd>
</Sexs>
"""


def fin(number: int) -> str:
    """Give person `number` a FIN of its own."""
    rest = (number * SPREAD + 1) % FIN_SPACE
    characters = []
    for _ in range(7):
        rest, digit = divmod(rest, 34)
        characters.append(FIN_ALPHABET[digit])
    return "".join(characters)


def request_id(number: int) -> str:
    """Name the sender's request; the same in the document and in its `Idempotency-Key`."""
    return f"bench-{number:010}"


def person_xml(number: int) -> bytes:
    """Write person `number` as the sender does."""
    return TEMPLATE.format(
        request_id=request_id(number),
        fin=fin(number),
        surname=SURNAMES[number % len(SURNAMES)],
        given_name=GIVEN_NAMES[number % len(GIVEN_NAMES)],
        father=FATHERS[number % len(FATHERS)],
        place=PLACES[number % len(PLACES)],
        street=STREETS[number % len(STREETS)],
        day=number % 28 + 1,
        month=number % 12 + 1,
        year=1940 + number % 60,
        number=number % 10_000_000,
        centre=number % 9 + 1,
        district=10_000 + number % 90_000,
        settlement=1_000_000 + number % 9_000_000,
        building=number % 120 + 1,
        flat=number % 60 + 1,
    ).encode()
