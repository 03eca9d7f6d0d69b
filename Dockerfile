# One image for every process of the hub and for the simulated agencies; the command says which.
FROM python:3.13-slim

WORKDIR /app

# The packages first: they change less often than the code.
COPY requirements.lock requirements-dev.lock ./
COPY .ci/environment.py .ci/
RUN python .ci/environment.py && rm -rf ~/.cache

COPY hub hub
COPY routes routes
COPY connectors connectors
COPY mappings mappings
COPY document_flow document_flow
COPY docs/verify_draw.py docs/
RUN .venv/bin/python -m compileall -q hub routes connectors mappings document_flow \
    && useradd --system --uid 10001 --home-dir /data hub \
    && install -d -o hub -g hub /data /data/sandbox

USER hub
ENV PATH=/app/.venv/bin:$PATH \
    PYTHONUNBUFFERED=1 \
    HUB_DATA=/data \
    HUB_HOST=0.0.0.0
EXPOSE 8080 8022
ENTRYPOINT ["hub"]
CMD ["serve"]
