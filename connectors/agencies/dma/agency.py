"""DMA, the State Employment Agency: vacancies where people return to, and whom it proposes for them (F10)."""

from __future__ import annotations

from connectors.manifest import Agency, Gives

AGENCY = Agency(
    name="dma",
    title=("DMA", "State Employment Agency"),
    full_title=("Dövlət Məşğulluq Agentliyi", "State Employment Agency"),
    gives=(
        Gives("dma.vacancy.v1", "vacancies", ("Vakansiyalar reyestrə", "Vacancies to the register")),
        Gives(
            "dma.match.v1",
            "job-matches",
            ("İşə uyğunluqlar reyestrə", "Matches of persons and vacancies to the register"),
        ),
    ),
)
