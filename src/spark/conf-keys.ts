import { POD_NAME_LENGTH, POD_NAME_PREFIX_LENGTH } from './application-names.ts';
import {
  bytes,
  count,
  cpu,
  factor,
  flag,
  list,
  mebiBytes,
  milliseconds,
  oneOf,
  openPort,
  podName,
  text,
} from './conf-key.ts';

/* The heads that most keys begin with. */
const KUBERNETES = 'spark.kubernetes';
const EXECUTOR = `${KUBERNETES}.executor`;
const DRIVER = `${KUBERNETES}.driver`;
const ALLOCATION = `${KUBERNETES}.allocation`;

/**
 * The Spark properties that are read here, with the defaults of Spark 4.3. A property that is not in this table reaches
 * the driver all the same, as it was written.
 *
 * @see facts: https://spark.apache.org/docs/4.3.0/running-on-kubernetes.html#configuration
 */
export const CONF = {
  // The application: who it is, and what it runs.
  appName: text('spark.app.name', undefined, 'Name of the application.'),
  appId: text('spark.app.id', undefined, 'Id of one run of the application.'),
  master: text('spark.master', undefined, 'Where the driver finds the API server.'),
  namespace: text(`${KUBERNETES}.namespace`, 'default', 'Namespace of all objects.'),
  jars: list('spark.jars', 'Jars for driver and executors.'),
  pyFiles: list('spark.submit.pyFiles', 'Python files put on PYTHONPATH.'),
  resourceType: text(`${KUBERNETES}.resource.type`, undefined, 'Kind of the main file: java, python or r.'),
  pysparkPython: text('spark.pyspark.python', undefined, 'Python of driver and executors.'),
  pysparkDriverPython: text('spark.pyspark.driver.python', undefined, 'Python of the driver.'),

  // Images: the one of a role wins over the common one.
  image: text(`${KUBERNETES}.container.image`, undefined, 'Image of driver and executors.'),
  driverImage: text(`${DRIVER}.container.image`, undefined, 'Image of the driver.'),
  executorImage: text(`${EXECUTOR}.container.image`, undefined, 'Image of the executors.'),
  imagePullPolicy: oneOf(
    `${KUBERNETES}.container.image.pullPolicy`,
    ['Always', 'Never', 'IfNotPresent'],
    'IfNotPresent',
    'When to pull the image.',
  ),
  imagePullSecrets: list(`${KUBERNETES}.container.image.pullSecrets`, 'Secrets to pull the image with.'),

  // Sizes of the driver: request and limit of memory are heap and overhead; CPU has no limit unless one is set.
  driverMemory: mebiBytes('spark.driver.memory', 1024, 'Heap of the driver.'),
  driverMemoryOverhead: mebiBytes('spark.driver.memoryOverhead', undefined, 'Memory beside the heap.'),
  driverMinMemoryOverhead: mebiBytes('spark.driver.minMemoryOverhead', 384, 'Least memory beside the heap.'),
  driverMemoryOverheadFactor: factor(
    'spark.driver.memoryOverheadFactor',
    'more than zero',
    'Memory beside the heap, as a share of it.',
  ),
  driverCores: count('spark.driver.cores', 1, 'Cores of the driver.'),
  driverRequestCores: cpu(`${DRIVER}.request.cores`, 'CPU request of the driver.'),
  driverLimitCores: cpu(`${DRIVER}.limit.cores`, 'CPU limit of the driver.'),
  memoryOverheadFactor: factor(
    `${KUBERNETES}.memoryOverheadFactor`,
    'zero or more',
    'Memory beside the heap as a share of it: 0.1, or 0.4 for Python and R.',
  ),

  // Sizes of the executors: the same, and what works outside of the heap. A resource profile may say otherwise.
  executorMemory: mebiBytes('spark.executor.memory', 1024, 'Heap of an executor.'),
  executorMemoryOverhead: mebiBytes('spark.executor.memoryOverhead', undefined, 'Memory beside the heap.'),
  executorMinMemoryOverhead: mebiBytes('spark.executor.minMemoryOverhead', 384, 'Least overhead memory.'),
  executorMemoryOverheadFactor: factor(
    'spark.executor.memoryOverheadFactor',
    'more than zero',
    'Memory beside the heap, as a share of it.',
  ),
  executorCores: count('spark.executor.cores', 1, 'Cores of an executor.', 1),
  executorRequestCores: cpu(`${EXECUTOR}.request.cores`, 'CPU request of an executor.'),
  executorLimitCores: cpu(`${EXECUTOR}.limit.cores`, 'CPU limit of an executor.'),
  executorPysparkMemory: mebiBytes('spark.executor.pyspark.memory', undefined, 'Memory of Python workers.'),
  offHeapEnabled: flag('spark.memory.offHeap.enabled', false, 'Whether executors use off-heap memory.'),
  offHeapSize: bytes('spark.memory.offHeap.size', 0, 'b', 'Off-heap memory of an executor.'),

  // Ports: 0 means any free one, which nobody can be told in advance.
  driverPort: count('spark.driver.port', 7078, 'Port executors register at.'),
  blockManagerPort: openPort('spark.blockManager.port', 7079, 'Port blocks are fetched from; 0: any.'),
  driverBlockManagerPort: count('spark.driver.blockManager.port', undefined, "The driver's own port."),
  uiPort: count('spark.ui.port', 4040, 'Port of the web UI.'),
  connectPort: count('spark.connect.grpc.binding.port', 15002, 'Port of Spark Connect.'),

  // The driver's pod and service: the service gives the driver a name, the pod listens on its IP.
  driverPodName: podName(`${DRIVER}.pod.name`, POD_NAME_LENGTH, 'Name of the driver pod.'),
  driverHost: text('spark.driver.host', undefined, 'Name executors and people reach the driver by.'),
  driverBindAddress: text('spark.driver.bindAddress', undefined, 'Address the driver listens on.'),
  driverServiceAccount: text(
    `${KUBERNETES}.authenticate.driver.serviceAccountName`,
    undefined,
    'Service account of the driver.',
  ),
  serviceIpFamilyPolicy: oneOf(
    `${DRIVER}.service.ipFamilyPolicy`,
    ['SingleStack', 'PreferDualStack', 'RequireDualStack'],
    'SingleStack',
    'IP families of the service.',
  ),
  serviceIpFamilies: oneOf(
    `${DRIVER}.service.ipFamilies`,
    ['IPv4', 'IPv6', 'IPv4,IPv6', 'IPv6,IPv4'],
    'IPv4',
    'IP families of the service, in order.',
  ),
  servicePublishNotReady: flag(`${DRIVER}.service.publishNotReadyAddresses`, false, 'Resolve before ready.'),

  // The executors' pods: how they are named, how they find their driver, how they end.
  executorPodNamePrefix: podName(
    `${EXECUTOR}.podNamePrefix`,
    POD_NAME_PREFIX_LENGTH,
    'Start of the names of executor pods.',
  ),
  executorServiceAccount: text(
    `${KUBERNETES}.authenticate.executor.serviceAccountName`,
    undefined,
    "Service account of the executors; the driver's where absent.",
  ),
  executorTerminationGrace: milliseconds(
    `${EXECUTOR}.terminationGracePeriodSeconds`,
    30_000,
    's',
    'Time between asking an executor to end and killing it.',
  ),
  useDriverPodIp: flag(`${EXECUTOR}.useDriverPodIP`, true, 'Reach the driver by pod IP, not by service.'),
  executorJavaOptions: text('spark.executor.extraJavaOptions', undefined, 'JVM options of executors.'),
  executorDefaultJavaOptions: text('spark.executor.defaultJavaOptions', undefined, 'JVM options first.'),
  executorClassPath: text('spark.executor.extraClassPath', undefined, 'Put before the class path.'),
  executorLibraryPath: text('spark.executor.extraLibraryPath', undefined, 'Native libraries of executors.'),
  executorLogUrl: text('spark.ui.custom.executor.log.url', undefined, 'Link to the log of an executor.'),
  authSecretFileExecutor: text('spark.authenticate.secret.file.executor', undefined, 'Secret, as a file.'),
  authSecretFile: text('spark.authenticate.secret.file', undefined, 'Secret, as a file.'),
  decommission: flag('spark.decommission.enabled', false, 'Move blocks away before an executor ends.'),
  decommissionScript: text(`${KUBERNETES}.decommission.script`, '/opt/decom.sh', 'Before executors end.'),
  driverClassPath: text('spark.driver.extraClassPath', undefined, 'Put before the class path of the driver.'),

  // What the driver logs in with: to the API server, and to Hadoop.
  driverToken: text(`${KUBERNETES}.authenticate.driver.oauthToken`, undefined, 'Token of the driver.'),
  hadoopConfigMap: text(`${KUBERNETES}.hadoop.configMapName`, undefined, 'ConfigMap of HADOOP_CONF_DIR.'),
  executorHadoopConfigMap: text(
    `${EXECUTOR}.hadoopConfigMapName`,
    undefined,
    'The same, as executors see it.',
  ),
  krb5File: text(`${KUBERNETES}.kerberos.krb5.path`, undefined, "krb5.conf on the submitter's disk."),
  krb5ConfigMap: text(`${KUBERNETES}.kerberos.krb5.configMapName`, undefined, 'ConfigMap with krb5.conf.'),
  keytab: text(
    'spark.kerberos.keytab',
    undefined,
    'Keytab: a file of the submitter, or local: in the image.',
  ),
  principal: text('spark.kerberos.principal', undefined, 'Whom the keytab is for.'),
  tokenSecret: text(`${KUBERNETES}.kerberos.tokenSecret.name`, undefined, 'Secret with delegation tokens.'),
  tokenSecretItem: text(`${KUBERNETES}.kerberos.tokenSecret.itemKey`, undefined, 'Its key with the tokens.'),

  // Both pods: the one of a role wins.
  schedulerName: text(`${KUBERNETES}.scheduler.name`, undefined, 'Scheduler of all pods.'),
  driverSchedulerName: text(`${DRIVER}.scheduler.name`, undefined, 'Scheduler of the driver.'),
  executorSchedulerName: text(`${EXECUTOR}.scheduler.name`, undefined, 'Scheduler of the executors.'),
  allowPrivilegeEscalation: flag(
    `${KUBERNETES}.securityContext.allowPrivilegeEscalation`,
    false,
    'Let processes gain more rights than their parent.',
  ),
  driverPrivilegeEscalation: flag(
    `${DRIVER}.securityContext.allowPrivilegeEscalation`,
    undefined,
    'The same right, for the driver alone.',
  ),
  executorPrivilegeEscalation: flag(
    `${EXECUTOR}.securityContext.allowPrivilegeEscalation`,
    undefined,
    'The same right, for the executors alone.',
  ),
  localDirs: list('spark.local.dir', 'Directories for shuffle and spill files.'),
  localDirsInMemory: flag(`${KUBERNETES}.local.dirs.tmpfs`, false, 'Keep local directories in memory.'),
  legacyAccessMode: flag(
    `${KUBERNETES}.legacy.useReadWriteOnceAccessMode`,
    false,
    'Claim volumes for a node, not for a pod.',
  ),
  configMapMaxSize: count(
    `${KUBERNETES}.configMap.maxSize`,
    1_048_576,
    'Bytes of files of SPARK_CONF_DIR that go along.',
    1,
  ),
  driverOwnsClaims: flag(
    `${DRIVER}.ownPersistentVolumeClaim`,
    true,
    'Claims of executors live as long as the driver.',
  ),
  reusesClaims: flag(
    `${DRIVER}.reusePersistentVolumeClaim`,
    true,
    'Use claims of executors that are gone again.',
  ),
  waitsForClaims: flag(
    `${DRIVER}.waitToReusePersistentVolumeClaim`,
    false,
    'Wait for a free one once there are claims for all executors there may be.',
  ),

  // Making executors: how many at once, how many may be under way, how long one is waited for. Read by whoever makes
  // them, from the properties as submitted, as all that follows.
  podsAllocator: text(`${ALLOCATION}.pods.allocator`, 'direct', 'Who makes the executor pods.'),
  allocationBatchSize: count(`${ALLOCATION}.batch.size`, 20, 'Executor pods asked for per round.', 1),
  allocationBatchDelay: milliseconds(
    `${ALLOCATION}.batch.delay`,
    1_000,
    { bare: 'ms', aboveMs: 100 },
    'Time between two rounds.',
  ),
  allocationMaximum: count(`${ALLOCATION}.maximum`, 2_147_483_647, 'Executor pods ever made.', 1),
  allocationMaxPending: count(`${ALLOCATION}.maxPendingPods`, 2_147_483_647, 'Pods not running yet.', 1),
  allocationMaxPendingPerProfile: count(
    `${ALLOCATION}.maxPendingPodsPerRp`,
    2_147_483_647,
    'Pods not running yet, for each resource profile.',
    1,
  ),
  allocationExecutorTimeout: milliseconds(
    `${ALLOCATION}.executor.timeout`,
    600_000,
    { bare: 'ms', aboveMs: 0 },
    'Time a pod that was asked for may stay unseen.',
  ),
  allocationDriverReadiness: milliseconds(
    `${ALLOCATION}.driver.readinessTimeout`,
    1_000,
    's',
    'Time executors wait for a driver that is not ready.',
  ),
  recoveryMode: flag(
    `${ALLOCATION}.recoveryMode.enabled`,
    undefined,
    'One task at a time in new executors; where unset, once one has run out of memory.',
  ),
  taskCpus: factor('spark.task.cpus', 'more than zero', 'Cores each task takes; 1 where absent.'),
  // What becomes of the pods of executors that have ended.
  executorDeleteOnTermination: flag(`${EXECUTOR}.deleteOnTermination`, true, 'Delete executors that ended.'),
  // Seeing executors: by a watch, by lists now and then, or by both; how long events are gathered before anybody looks
  // at them, and which containers count.
  executorPolling: flag(`${EXECUTOR}.enableApiPolling`, true, 'List executors now and then.'),
  executorPollingFromCache: flag(
    `${EXECUTOR}.enablePollingWithResourceVersion`,
    false,
    'List executors from the cache of the API server.',
  ),
  executorWatching: flag(`${EXECUTOR}.enableApiWatcher`, true, 'Follow executors by a watch.'),
  executorPollingInterval: milliseconds(
    `${EXECUTOR}.apiPollingInterval`,
    30_000,
    { bare: 'ms', aboveMs: 0 },
    'Time between two full lists.',
  ),
  executorEventInterval: milliseconds(
    `${EXECUTOR}.eventProcessingInterval`,
    1_000,
    { bare: 'ms', aboveMs: 0 },
    'Time over which events are gathered.',
  ),
  executorMissingPodDelta: milliseconds(
    `${EXECUTOR}.missingPodDetectDelta`,
    30_000,
    'ms',
    'Time a registered executor may be missing from full lists.',
  ),
  executorCheckAllContainers: flag(`${EXECUTOR}.checkAllContainers`, true, 'Let any container fail the pod.'),
  executorDecommissionLabel: text(`${EXECUTOR}.decommissionLabel`, undefined, 'Label of leaving executors.'),
  executorDecommissionLabelValue: text(
    `${EXECUTOR}.decommissionLabelValue`,
    undefined,
    'Value of that label.',
  ),
  executorContainerName: text(
    `${EXECUTOR}.podTemplateContainerName`,
    undefined,
    'Container of the executor template that runs Spark.',
  ),
  // Templates: pods that begin as what the user wrote, on which everything else is put.
  executorTemplateFile: text(`${EXECUTOR}.podTemplateFile`, undefined, 'Template of the executors.'),
  driverTemplateFile: text(`${DRIVER}.podTemplateFile`, undefined, 'Template of the driver.'),
  driverContainerName: text(
    `${DRIVER}.podTemplateContainerName`,
    undefined,
    'Container of the driver template that runs Spark.',
  ),
  // Ending executors that nobody needs any more: first they get no more tasks, then they have this time.
  executorDeleteGrace: milliseconds(
    `${KUBERNETES}.dynamicAllocation.deleteGracePeriod`,
    5_000,
    { bare: 'ms', aboveMs: 0 },
    'Time from asking an executor to end to killing it.',
  ),
  decommissionForceKill: milliseconds(
    'spark.executor.decommission.forceKillTimeout',
    undefined,
    's',
    'Time a decommissioned executor may take to end.',
  ),
  executorIdleTimeout: milliseconds('spark.dynamicAllocation.executorIdleTimeout', 60_000, 's', 'Idle time.'),
  // Losing executors: so many failures, and the application is not worth going on with.
  maxExecutorFailures: count(
    'spark.executor.maxNumFailures',
    undefined,
    'More failed executors end the application: twice the executors, at least 3.',
  ),
  executorFailuresValidity: milliseconds(
    'spark.executor.failuresValidityInterval',
    -1,
    'ms',
    'How long a failure counts; for ever where it is negative.',
  ),
  // How many executors there are: a fixed number, or what the work asks for between bounds.
  dynamicAllocation: flag('spark.dynamicAllocation.enabled', false, 'Let executors come and go.'),
  maxExecutors: count('spark.dynamicAllocation.maxExecutors', 2_147_483_647, 'Never more executors.'),
  streamingAllocation: flag(
    'spark.streaming.dynamicAllocation.enabled',
    false,
    'The same, for streams of micro-batches.',
  ),
  streamingMaxExecutors: count(
    'spark.streaming.dynamicAllocation.maxExecutors',
    2_147_483_647,
    'Never more executors.',
  ),
  executorInstances: count('spark.executor.instances', 2, 'Executors, without dynamic allocation.'),
} as const;

/** Families of properties: what follows the prefix is a name of the user's own. */
export const PREFIX = {
  // Where pods run. What is written for a role is put beside what is written for both.
  nodeSelector: `${KUBERNETES}.node.selector.`,
  driverNodeSelector: `${DRIVER}.node.selector.`,
  executorNodeSelector: `${EXECUTOR}.node.selector.`,
  // What pods and the service carry. Labels that Spark itself selects by cannot be written here.
  driverLabel: `${DRIVER}.label.`,
  executorLabel: `${EXECUTOR}.label.`,
  driverAnnotation: `${DRIVER}.annotation.`,
  executorAnnotation: `${EXECUTOR}.annotation.`,
  serviceLabel: `${DRIVER}.service.label.`,
  serviceAnnotation: `${DRIVER}.service.annotation.`,
  // What containers find: secrets as files or variables, volumes, plain variables.
  driverSecret: `${DRIVER}.secrets.`,
  executorSecret: `${EXECUTOR}.secrets.`,
  driverSecretEnv: `${DRIVER}.secretKeyRef.`,
  executorSecretEnv: `${EXECUTOR}.secretKeyRef.`,
  driverVolume: `${DRIVER}.volumes.`,
  executorVolume: `${EXECUTOR}.volumes.`,
  driverEnv: `${KUBERNETES}.driverEnv.`,
  executorEnv: 'spark.executorEnv.',
  // Devices, as `RESOURCE.amount`, `RESOURCE.vendor` and `RESOURCE.discoveryScript`.
  driverResource: 'spark.driver.resource.',
  executorResource: 'spark.executor.resource.',
} as const;
