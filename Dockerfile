FROM python:3.11-slim-bookworm
ENV PYTHONDONTWRITEBYTECODE=1 PYTHONUNBUFFERED=1
WORKDIR /app

# The list that `make demo` installs from, and PostgreSQL's programs for backup and restore.
COPY .ci/packages-runtime.txt .ci/packages-postgresql.txt .ci/
RUN apt-get update \
    && apt-get install -y --no-install-recommends $(cat .ci/packages-runtime.txt .ci/packages-postgresql.txt) \
    && rm -rf /var/lib/apt/lists/*
COPY requirements/base.lock requirements/
RUN python -m pip install --no-cache-dir --no-deps --require-hashes --requirement requirements/base.lock

COPY . .
RUN SECRET_KEY=only-for-this-step python manage.py collectstatic --noinput
RUN useradd --system --create-home handleplan && install --directory --owner handleplan var/files
USER handleplan

ENV HOST=0.0.0.0 PORT=8000
EXPOSE 8000
CMD ["python", "-m", "gunicorn", "handleplan.wsgi"]
