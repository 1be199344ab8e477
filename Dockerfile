# Everything that is installed is pinned by hash in requirements.lock; nothing is compiled at the start.
FROM python:3.11-slim AS build
WORKDIR /src
COPY requirements.lock requirements-dev.lock ./
RUN python -m venv /opt/belboom \
 && /opt/belboom/bin/pip install --no-cache-dir --disable-pip-version-check --require-hashes -r requirements.lock \
 && python -m venv /opt/build \
 && /opt/build/bin/pip install --no-cache-dir --disable-pip-version-check --require-hashes -r requirements-dev.lock
COPY . .
RUN /opt/build/bin/pip wheel --no-deps --no-build-isolation --wheel-dir /wheels . \
 && /opt/belboom/bin/pip install --no-cache-dir --disable-pip-version-check --no-deps --no-index /wheels/*.whl \
 && /opt/belboom/bin/python -m compileall -q /opt/belboom/lib

FROM python:3.11-slim
# A fixed number, so that a secret file can be given to it on the host.
RUN useradd --uid 10001 --no-create-home --shell /usr/sbin/nologin belboom \
 && install -d -o belboom -g belboom -m 700 /srv/belboom /srv/belboom/data
COPY --from=build /opt/belboom /opt/belboom
ENV PATH=/opt/belboom/bin:$PATH \
    PYTHONUNBUFFERED=1 \
    PYTHONDONTWRITEBYTECODE=1 \
    BELBOOM_DATABASE_URL=sqlite:////srv/belboom/data/belboom.db \
    BELBOOM_KEY_DIR=/srv/belboom/keys
USER belboom
WORKDIR /srv/belboom
VOLUME /srv/belboom
HEALTHCHECK --interval=30s --timeout=10s --start-period=60s --retries=3 CMD ["belboom", "health"]
ENTRYPOINT ["belboom"]
CMD ["run"]
