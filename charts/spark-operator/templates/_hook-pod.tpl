{{/* The spec of a pod that runs sparkctl with `args`, out of the operator's own image. */}}
{{- define "spark-operator.hook-pod" -}}
restartPolicy: Never
{{- with .Values.image.pullSecrets }}
imagePullSecrets:
  {{- toYaml . | nindent 2 }}
{{- end }}
{{- with .Values.controller.podSecurityContext }}
securityContext:
  {{- toYaml . | nindent 2 }}
{{- end }}
containers:
  - name: sparkctl
    image: {{ include "spark-operator.image" . }}
    imagePullPolicy: {{ .Values.image.pullPolicy }}
    command: [node, --disable-warning=DEP0040, --no-parallel-scavenge, dist/sparkctl.mjs]
    args: {{ .args | toJson }}
    {{- with .Values.hook.resources }}
    resources:
      {{- toYaml . | nindent 6 }}
    {{- end }}
    {{- with .Values.controller.securityContext }}
    securityContext:
      {{- toYaml . | nindent 6 }}
    {{- end }}
{{- with .Values.hook.nodeSelector }}
nodeSelector:
  {{- toYaml . | nindent 2 }}
{{- end }}
{{- with .Values.hook.affinity }}
affinity:
  {{- toYaml . | nindent 2 }}
{{- end }}
{{- with .Values.hook.tolerations }}
tolerations:
  {{- toYaml . | nindent 2 }}
{{- end }}
{{- end -}}
