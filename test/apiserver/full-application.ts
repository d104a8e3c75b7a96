import { APPLICATIONS, type SparkApplication } from '../../src/api/spark-application.ts';

/** The class that the pods of `fullApplication` belong to; somebody has to create it. */
export const PRIORITY_CLASS = {
  apiVersion: 'scheduling.k8s.io/v1',
  kind: 'PriorityClass',
  metadata: { name: 'every-field' },
  value: 7,
};

/** An application `full` with every field set that can be, each to something that Kubernetes takes. */
export function fullApplication(namespace: string): SparkApplication {
  return {
    apiVersion: APPLICATIONS.apiVersion,
    kind: APPLICATIONS.kind,
    metadata: { name: 'full', namespace, labels: { team: 'a' } },
    spec: {
      type: 'Scala',
      sparkVersion: '4.3.0',
      mode: 'cluster',
      executorManagement: 'Operator',
      image: 'spark:4.3.0',
      imagePullPolicy: 'IfNotPresent',
      imagePullSecrets: ['pull'],
      mainClass: 'org.example.Main',
      mainApplicationFile: 'local:///main.jar',
      arguments: ['a'],
      sparkConf: {
        'spark.kubernetes.allocation.batch.delay': '200ms',
        'spark.kubernetes.executor.eventProcessingInterval': '100ms',
      },
      fileUploadPath: 's3a://bucket/uploads',
      sparkConfigMap: 'spark-conf',
      hadoopConfigMap: 'hadoop-conf',
      hadoopConf: { 'fs.s3a.endpoint': 'e' },
      nodeSelector: { disk: 'ssd' },
      memoryOverheadFactor: '0.2',
      deps: {
        jars: ['local:///a.jar'],
        files: ['https://example.org/f'],
        pyFiles: ['local:///a.py'],
        archives: ['https://example.org/a.zip'],
        packages: ['g:a:1'],
        excludePackages: ['g:b'],
        repositories: ['https://example.org'],
      },
      volumes: [
        { name: 'data', emptyDir: { sizeLimit: '1Gi' } },
        { name: 'spark-local-dir-1', emptyDir: { medium: 'Memory', sizeLimit: '2Gi' } },
        ABOUT,
      ],
      dynamicAllocation: {
        enabled: true,
        initialExecutors: 1,
        minExecutors: 1,
        maxExecutors: 3,
        shuffleTrackingEnabled: true,
        shuffleTrackingTimeout: 60_000,
      },
      restartPolicy: {
        type: 'OnFailure',
        onFailureRetries: 1,
        onFailureRetryInterval: 5,
        onSubmissionFailureRetries: 1,
        onSubmissionFailureRetryInterval: 5,
        onInfrastructureFailureRetries: 1,
      },
      suspend: false,
      timeToLiveSeconds: 3_600,
      timeouts: { driverStartSeconds: 600, executorStartSeconds: 600, runSeconds: 3_600 },
      proxyUser: 'alice',
      ...idle(),
      driver: {
        ...bothRoles(),
        podName: 'full-driver',
        serviceLabels: { a: 'b' },
        serviceAnnotations: { c: 'd' },
      },
      executor: { ...bothRoles(), instances: 1, deleteOnTermination: true },
    },
  };
}

/** Fields of other operators, which this one only warns about. */
const idle = () => ({
  failureRetries: 1,
  retryInterval: 5,
  pythonVersion: '3' as const,
  batchScheduler: 'yunikorn',
  batchSchedulerOptions: {
    queue: 'q',
    priorityClassName: 'every-field',
    resources: { cpu: 2, memory: '4Gi' },
  },
  monitoring: {
    exposeDriverMetrics: true,
    exposeExecutorMetrics: true,
    metricsProperties: '',
    metricsPropertiesFile: '/metrics.properties',
    prometheus: {
      jmxExporterJar: '/jmx.jar',
      port: 8090,
      portName: 'jmx-exporter',
      configFile: '/jmx.yaml',
      configuration: '',
    },
  },
  sparkUIOptions: { servicePort: 80, ...route() },
  driverIngressOptions: [{ servicePort: 15002, ingressURLFormat: '{{$appName}}.example.org', ...route() }],
  driverPodDisruptionBudget: true,
});

const route = () => ({
  servicePortName: 'ui',
  serviceType: 'ClusterIP',
  serviceAnnotations: { a: 'b' },
  serviceLabels: { c: 'd' },
  ingressAnnotations: { e: 'f' },
  ingressTLS: [{ hosts: ['example.org'], secretName: 'tls' }],
});

/** Of a type that nothing here knows: it passes through. */
const ABOUT = {
  name: 'about',
  downwardAPI: { items: [{ path: 'name', fieldRef: { fieldPath: 'metadata.name' } }] },
};

/** What driver and executors have in common. */
function bothRoles(): SparkApplication['spec']['driver'] & SparkApplication['spec']['executor'] {
  return { ...sizes(), ...sparkContainer(), ...aroundIt(), ...placement() };
}

const sizes = () => ({
  cores: 1,
  coreLimit: '2',
  coreRequest: '500m',
  memory: '1g',
  memoryOverhead: '384m',
  memoryLimit: '4g',
  gpu: { name: 'example.org/gpu', quantity: 1 },
  image: 'spark:4.3.0',
  javaOptions: '-Da=b',
});

const sparkContainer = () => ({
  envVars: { A: '1' },
  env: [
    { name: 'B', value: '2' },
    { name: 'C', valueFrom: { fieldRef: { fieldPath: 'spec.nodeName' } } },
  ],
  envFrom: [{ prefix: 'D_', configMapRef: { name: 'd', optional: true } }, { secretRef: { name: 'e' } }],
  envSecretKeyRefs: { PASSWORD: { name: 'db', key: 'pw' } },
  secrets: [
    { name: 'plain', path: '/secrets/plain', secretType: 'Generic' },
    { name: 'gcp', path: '/secrets/gcp', secretType: 'GCPServiceAccount' },
    { name: 'token', path: '/secrets/token', secretType: 'HadoopDelegationToken' },
  ],
  configMaps: [{ name: 'rules.of-the.game', path: '/rules' }],
  volumeMounts: [
    { name: 'data', mountPath: '/data', subPath: 'in', readOnly: true },
    { name: 'about', mountPath: '/about' },
    { name: 'spark-local-dir-1', mountPath: '/spill' },
  ],
  ports: [{ name: 'jmx', protocol: 'TCP' as const, containerPort: 9999 }],
  lifecycle: { postStart: { exec: { command: ['true'] } }, preStop: { sleep: { seconds: 1 } } },
  securityContext: { allowPrivilegeEscalation: false, capabilities: { drop: ['ALL'] } },
});

const aroundIt = () => ({
  template: {
    metadata: { labels: { from: 'template' } },
    spec: { enableServiceLinks: false, tolerations: [{ key: 'from', value: 'template' }] },
  },
  labels: { l: 'm' },
  annotations: { n: 'o' },
  serviceAccount: 'default',
  podSecurityContext: { runAsNonRoot: true, runAsUser: 185, seccompProfile: { type: 'RuntimeDefault' } },
  sidecars: [
    {
      name: 'proxy',
      image: 'proxy',
      volumeMounts: [{ name: 'data', mountPath: '/data' }],
      livenessProbe: { tcpSocket: { port: 1 } },
      resources: { limits: { cpu: '1', memory: '1Gi' } },
    },
  ],
  initContainers: [{ name: 'native', image: 'native', restartPolicy: 'Always' }],
  hostNetwork: true,
  hostAliases: [{ ip: '10.0.0.9', hostnames: ['db'] }],
  dnsConfig: {
    nameservers: ['10.0.0.10'],
    searches: ['example.org'],
    options: [{ name: 'ndots', value: '2' }],
  },
  shareProcessNamespace: true,
  terminationGracePeriodSeconds: 20,
});

const placement = () => ({
  nodeSelector: { zone: 'a' },
  schedulerName: 'other-scheduler',
  priorityClassName: PRIORITY_CLASS.metadata.name,
  affinity: {
    nodeAffinity: {
      requiredDuringSchedulingIgnoredDuringExecution: {
        nodeSelectorTerms: [{ matchExpressions: [{ key: 'a', operator: 'In', values: ['b'] }] }],
      },
    },
    podAntiAffinity: {
      preferredDuringSchedulingIgnoredDuringExecution: [
        { weight: 1, podAffinityTerm: { topologyKey: 'zone', labelSelector: { matchLabels: { l: 'm' } } } },
      ],
    },
  },
  tolerations: [{ key: 'spot', operator: 'Exists', effect: 'NoExecute', tolerationSeconds: 60 }],
  topologySpreadConstraints: [
    {
      maxSkew: 1,
      topologyKey: 'zone',
      whenUnsatisfiable: 'ScheduleAnyway',
      labelSelector: { matchLabels: { l: 'm' } },
    },
  ],
});
