#!/usr/bin/env bash
# What the annex forms as PDF need from the system: Pango, a Chinese font, and pdftotext for their tests. Debian, as root.
set -euo pipefail
packages=(libpango-1.0-0 libpangoft2-1.0-0 fonts-noto-cjk poppler-utils)
dpkg -s "${packages[@]}" >/dev/null 2>&1 && exit 0
if [ "$(id -u)" != 0 ] || ! command -v apt-get >/dev/null; then
    echo "for PDF: install ${packages[*]}" >&2
    exit 0
fi
apt-get update -qq && apt-get install -y -qq "${packages[@]}" >/dev/null
