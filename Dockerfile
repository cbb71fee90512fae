# The service. Build it with `docker compose build`; docs/neo4j.md says how to run it.
FROM python:3.11-slim AS build
ENV PIP_DISABLE_PIP_VERSION_CHECK=1 PIP_NO_CACHE_DIR=1
RUN python -m venv /opt/matcher
ENV PATH=/opt/matcher/bin:$PATH
WORKDIR /build
COPY requirements.lock ./
RUN pip install --require-hashes -r requirements.lock
COPY pyproject.toml README.md LICENSE LICENSE-DATA.md ./
COPY graph/ graph/
COPY matcher/ matcher/
COPY api/ api/
COPY partnership_matcher/ partnership_matcher/
RUN cd api/web/front && npm ci --silent && node build.cjs . ../static/style.css
RUN python -m graph.maps.coast api/web/front/node_modules/world-atlas/countries-10m.json graph/maps/coast.json \
    && rm -rf api/web/front/node_modules
RUN pip install --no-deps --no-build-isolation .

FROM python:3.11-slim
RUN useradd --uid 10001 --no-create-home --shell /usr/sbin/nologin matcher \
    && install -d -o matcher -g matcher -m 0700 /var/cache/matcher /var/lib/matcher
COPY --from=build /opt/matcher /opt/matcher
# The root file system may be read-only: what is written goes to these two folders and to /tmp.
ENV PATH=/opt/matcher/bin:$PATH \
    PYTHONUNBUFFERED=1 \
    HOME=/tmp \
    NUMBA_CACHE_DIR=/var/cache/matcher/numba \
    XDG_CACHE_HOME=/var/cache/matcher \
    XDG_DATA_HOME=/var/lib/matcher
USER matcher
RUN python -c "import partnership_matcher; from matcher.engine.warming import ready; ready()" \
    && python -c "import partnership_matcher; from matcher.affinity.warming import ready; ready()"
EXPOSE 8013
HEALTHCHECK --interval=15s --timeout=5s --start-period=60s --retries=4 \
    CMD ["python", "-c", "import urllib.request; urllib.request.urlopen('http://127.0.0.1:8013/health/ready', timeout=4)"]
CMD ["matcher", "serve", "--host", "0.0.0.0", "--port", "8013"]
