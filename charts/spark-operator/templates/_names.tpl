{{/* Name of everything the operator itself consists of; the release's, so that several fit into one cluster. */}}
{{- define "spark-operator.name" -}}
{{- if contains .Chart.Name .Release.Name -}}
{{- .Release.Name | trunc 56 | trimSuffix "-" -}}
{{- else -}}
{{- printf "%s-%s" .Release.Name .Chart.Name | trunc 56 | trimSuffix "-" -}}
{{- end -}}
{{- end -}}

{{- define "spark-operator.labels" -}}
helm.sh/chart: {{ .Chart.Name }}-{{ .Chart.Version | replace "+" "_" }}
app.kubernetes.io/version: {{ .Chart.AppVersion | quote }}
app.kubernetes.io/managed-by: {{ .Release.Service }}
{{ include "spark-operator.selector" . }}
{{- end -}}

{{/* The labels that tell this operator's pods from all others. They can't change between releases. */}}
{{- define "spark-operator.selector" -}}
app.kubernetes.io/name: spark-operator
app.kubernetes.io/instance: {{ .Release.Name }}
{{- end -}}

{{/* The namespaces the operator is limited to, separated by commas; empty: all, or those that labels choose. */}}
{{- define "spark-operator.namespaces" -}}
{{- if not (or .Values.spark.jobNamespaceSelector (has "" .Values.spark.jobNamespaces)) -}}
{{- join "," .Values.spark.jobNamespaces -}}
{{- end -}}
{{- end -}}
