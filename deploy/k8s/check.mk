# What can be proved of Dockerfile and manifests without a cluster. The tools go into .tools/k8s; with CI=true none may be missing.
.PHONY: check-k8s
check-k8s: setup .tools/k8s/.ready ## Dockerfile, manifests, alerts, dashboards: against schemas, CRDs and the code
	@REQUIRE_K8S_TOOLS=$(CI) $(BIN)/pytest -q tests/deploy

.tools/k8s/.ready: deploy/k8s/tools.sh
	@UV=$(UV) bash deploy/k8s/tools.sh .tools/k8s && touch $@
