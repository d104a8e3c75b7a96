{{/* Name of everything the operator itself consists of; the release's, so that several fit into one cluster. */}}
{{- define "spark-operator.name" -}}
{{- $chart := .Values.nameOverride | default .Chart.Name -}}
{{- if .Values.fullnameOverride -}}
{{- .Values.fullnameOverride | trunc 52 | trimSuffix "-" -}}
{{- else if contains $chart .Release.Name -}}
{{- .Release.Name | trunc 52 | trimSuffix "-" -}}
{{- else -}}
{{- printf "%s-%s" .Release.Name $chart | trunc 52 | trimSuffix "-" -}}
{{- end -}}
{{- end -}}

{{/*
Name of what does not stand in the release's own namespace: `(list . "-suffix")`. Releases of one name in two namespaces get two,
since no namespace has a dot in its name; the usual release, in the namespace of its own name, needs none.
*/}}
{{- define "spark-operator.name-outside" -}}
{{- $root := index . 0 -}}
{{- $name := include "spark-operator.name" $root -}}
{{- $name }}{{ index . 1 }}{{ if ne $name $root.Release.Namespace }}.{{ $root.Release.Namespace }}{{ end -}}
{{- end -}}

{{- define "spark-operator.labels" -}}
{{ include "spark-operator.common-labels" . }}
{{ include "spark-operator.selector" . }}
{{- end -}}

{{/* Those of objects that are no part of the operator that runs: no selector may take them for it. */}}
{{- define "spark-operator.hook-labels" -}}
{{ include "spark-operator.common-labels" . }}
app.kubernetes.io/name: spark-operator-hook
app.kubernetes.io/instance: {{ .Release.Name }}
{{- end -}}

{{- define "spark-operator.common-labels" -}}
helm.sh/chart: {{ .Chart.Name }}-{{ .Chart.Version | replace "+" "_" }}
app.kubernetes.io/version: {{ .Chart.AppVersion | quote }}
app.kubernetes.io/managed-by: {{ .Release.Service }}
{{- with .Values.commonLabels }}
{{ toYaml . }}
{{- end }}
{{- end -}}

{{/* The labels that tell this operator's pods from all others. They can't change between releases. */}}
{{- define "spark-operator.selector" -}}
app.kubernetes.io/name: spark-operator
app.kubernetes.io/instance: {{ .Release.Name }}
{{- end -}}

{{- define "spark-operator.image" -}}
{{ .Values.image.registry }}/{{ .Values.image.repository }}:{{ .Values.image.tag | default .Chart.AppVersion }}
{{- end -}}

{{/* The account that the operator runs under. */}}
{{- define "spark-operator.account" -}}
{{- .Values.controller.serviceAccount.name | default (include "spark-operator.name" .) -}}
{{- end -}}

{{/* The labels of the application of helm test: K=V,...; empty: none, or nobody can tell which. */}}
{{- define "spark-operator.test-labels" -}}
{{- $test := .Values.hook.test -}}
{{- if $test.labels -}}
{{- range $key, $value := $test.labels }}{{ $key }}={{ $value }},{{ end -}}
{{- else if regexMatch "^[^!()=,]+==?[^!()=,]*(,[^!()=,]+==?[^!()=,]*)*$" .Values.controller.labelSelector -}}
{{- .Values.controller.labelSelector | replace "==" "=" -}}
{{- end -}}
{{- end -}}

{{/* The values that helm test lacks: labels tell neither a namespace that has them, nor always what has them. */}}
{{- define "spark-operator.test-lacks" -}}
{{- $test := .Values.hook.test -}}
{{- if and .Values.spark.jobNamespaceSelector (not $test.namespace) }} hook.test.namespace{{ end -}}
{{- if and .Values.controller.labelSelector (not (include "spark-operator.test-labels" .)) }} hook.test.labels{{ end -}}
{{- end -}}

{{/* The namespaces the operator is limited to, separated by commas; empty: all, or those that labels choose. */}}
{{- define "spark-operator.namespaces" -}}
{{- if not (or .Values.spark.jobNamespaceSelector (has "" .Values.spark.jobNamespaces)) -}}
{{- join "," .Values.spark.jobNamespaces -}}
{{- end -}}
{{- end -}}
