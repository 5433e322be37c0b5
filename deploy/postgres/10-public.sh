#!/bin/bash
# A database of its own for tips and copies of corrections, and a role that may enter nothing else.
# Run once by the image of PostgreSQL; on a bare server: PUBLIC_PASSWORD=… bash 10-public.sh as the user postgres.
set -euo pipefail
password=${PUBLIC_PASSWORD:-$(cat /run/secrets/public_password)}
psql --set=ON_ERROR_STOP=1 --username "${POSTGRES_USER:-postgres}" --dbname postgres --set=password="$password" <<'SQL'
CREATE ROLE diembao_public LOGIN PASSWORD :'password';
CREATE DATABASE diembao_public OWNER diembao_public;
REVOKE CONNECT ON DATABASE diembao_public FROM PUBLIC;
REVOKE CONNECT ON DATABASE diembao FROM PUBLIC;
REVOKE CONNECT ON DATABASE postgres FROM PUBLIC;
SQL
