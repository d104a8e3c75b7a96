/*
 * Which properties there are: those of Spark on Kubernetes, all of them, and those of Spark's core that make pods.
 * Rows are [since, key] where `conf-keys.ts` tells the rest, else [since, key, default, unit, what it is for]. A key that
 * begins with a dot is below `spark.kubernetes`; one that ends in a dot is a family.
 */

/** Where a property takes effect, when nothing forbids it; the words stand in the documentation as they are. */
export type PropertyUse =
  | 'driver pod'
  | 'executor pods'
  | 'driver and executor pods'
  | 'Service of the driver'
  | 'submission'
  | 'control loop of the executors'
  | 'Spark in the driver'
  | 'nowhere';

/** One line of the table. What follows the dot of a family is a name of the user's own. */
type Row =
  | readonly [since: string, key: string]
  | readonly [since: string, key: string, byDefault: string, unit: string, doc: string];

const FLAG = 'true or false';

/**
 * Properties with the same use, oldest first where nothing speaks for another order.
 *
 * What is not in a section is not known: the operator tells of it by an Event, since it is most often a slip of the pen.
 * What is in one and has no effect here says why, so that nobody waits for it.
 */
interface Section {
  readonly use: PropertyUse;
  /** Why they have no effect, where they have none. */
  readonly because?: string;
  /** They have one where the driver makes the executors itself. @default false */
  readonly inDriverMode?: boolean;
  readonly rows: readonly Row[];
}

/** Every property, by where it takes effect. @see facts: jars of Spark 3.4 to 4.3 */
export const PROPERTY_TABLE: readonly Section[] = [
  {
    // What the application is, and what it runs.
    use: 'submission',
    rows: [
      ['0.9.0', 'spark.app.name'],
      ['1.2.0', 'spark.app.id'],
      ['0.9.0', 'spark.master'],
      ['0.9.0', 'spark.jars'],
      ['1.0.1', 'spark.submit.pyFiles'],
      ['2.3.0', '.namespace'],
      ['2.4.1', '.resource.type'],
      ['3.1.0', '.configMap.maxSize'],
      [
        '3.0.0',
        '.file.upload.path',
        '-',
        'text',
        'Where files of the submitter are put; the driver reads them there.',
      ],
    ],
  },
  {
    // Every pod of the application; where a role has a property of its own, that one wins.
    use: 'driver and executor pods',
    rows: [
      ['2.3.0', '.container.image'],
      ['2.3.0', '.container.image.pullPolicy'],
      ['2.4.0', '.container.image.pullSecrets'],
      ['2.3.0', '.node.selector.', '-', 'text', 'Label that a node must have.'],
      ['3.3.0', '.scheduler.name'],
      ['2.4.0', '.memoryOverheadFactor'],
      ['4.3.0', '.securityContext.allowPrivilegeEscalation'],
      ['3.0.0', '.local.dirs.tmpfs'],
      ['0.5.0', 'spark.local.dir'],
      ['3.4.3', '.legacy.useReadWriteOnceAccessMode'],
      ['3.0.0', '.hadoop.configMapName', '-', 'text', 'ConfigMap of HADOOP_CONF_DIR.'],
      ['3.0.0', '.kerberos.krb5.path', '-', 'text', 'krb5.conf on the disk of the submitter.'],
      ['3.0.0', '.kerberos.krb5.configMapName', '-', 'text', 'ConfigMap with krb5.conf.'],
      ['3.0.0', '.kerberos.tokenSecret.name', '-', 'text', 'Secret with delegation tokens.'],
      ['3.0.0', '.kerberos.tokenSecret.itemKey', '-', 'text', 'Its key with the tokens.'],
      ['1.1.0', 'spark.blockManager.port'],
      ['0.7.0', 'spark.driver.port'],
    ],
  },
  {
    // The driver's container, and the pod around it.
    use: 'driver pod',
    rows: [
      ['2.3.0', '.driver.container.image'],
      ['2.3.0', '.driver.pod.name'],
      ['2.3.0', '.authenticate.driver.serviceAccountName'],
      ['2.3.0', '.authenticate.driver.oauthToken', '-', 'text', 'Token of the driver.'],
      ['2.3.0', '.authenticate.driver.oauthTokenFile', '-', 'text', 'The same, from a file.'],
      ['2.3.0', '.authenticate.driver.clientKeyFile', '-', 'text', 'Key of the driver.'],
      ['2.3.0', '.authenticate.driver.clientCertFile', '-', 'text', 'Certificate of the driver.'],
      ['2.3.0', '.authenticate.driver.caCertFile', '-', 'text', 'CA of the API server.'],
      ['2.3.0', '.authenticate.driver.mounted.oauthTokenFile', '-', 'text', 'A path in the pod.'],
      ['2.3.0', '.authenticate.driver.mounted.clientKeyFile', '-', 'text', 'A path in the pod.'],
      ['2.3.0', '.authenticate.driver.mounted.clientCertFile', '-', 'text', 'A path in the pod.'],
      ['2.3.0', '.authenticate.driver.mounted.caCertFile', '-', 'text', 'A path in the pod.'],
      ['3.0.0', '.driver.request.cores'],
      ['2.3.0', '.driver.limit.cores'],
      ['3.3.0', '.driver.scheduler.name'],
      ['4.3.0', '.driver.securityContext.allowPrivilegeEscalation'],
      ['3.0.0', '.driver.podTemplateFile', '-', 'text', 'Template of the driver pod.'],
      ['3.0.0', '.driver.podTemplateContainerName'],
      ['3.2.0', '.driver.pod.featureSteps', '-', 'comma list', 'Classes that add to the pod.'],
      ['4.1.0', '.driver.pod.excludedFeatureSteps', '-', 'comma list', 'Classes left out.'],
      ['3.3.0', '.driver.node.selector.', '-', 'text', 'Label that its node must have.'],
      ['2.3.0', '.driver.label.', '-', 'text', 'Label of the pod.'],
      ['2.3.0', '.driver.annotation.', '-', 'text', 'Annotation of the pod.'],
      ['2.3.0', '.driver.secrets.', '-', 'text', 'Directory that the secret is mounted at.'],
      ['2.4.0', '.driver.secretKeyRef.', '-', 'secret:key', 'Variable from a secret.'],
      ['2.4.0', '.driver.volumes.', '-', 'text', 'TYPE.NAME.mount.path and other options.'],
      ['2.3.0', '.driverEnv.', '-', 'text', 'Variable of the driver.'],
      ['3.0.0', 'spark.driver.resource.', '-', 'text', 'NAME.amount and NAME.vendor of devices.'],
      ['1.1.1', 'spark.driver.memory'],
      ['2.3.0', 'spark.driver.memoryOverhead'],
      ['4.0.0', 'spark.driver.minMemoryOverhead'],
      ['3.3.0', 'spark.driver.memoryOverheadFactor'],
      ['1.3.0', 'spark.driver.cores'],
      ['2.1.0', 'spark.driver.blockManager.port'],
      ['0.7.0', 'spark.ui.port'],
      ['3.4.0', 'spark.connect.grpc.binding.port'],
      ['0.7.0', 'spark.driver.host'],
      ['2.1.0', 'spark.driver.bindAddress'],
      ['1.0.0', 'spark.driver.extraClassPath'],
      ['2.1.0', 'spark.pyspark.python'],
      ['2.1.0', 'spark.pyspark.driver.python'],
      ['3.0.0', 'spark.kerberos.keytab', '-', 'text', 'Keytab of the principal.'],
      ['3.0.0', 'spark.kerberos.principal', '-', 'text', 'Whom the driver acts for in Hadoop.'],
    ],
  },
  {
    // The headless Service by which executors and people find the driver.
    use: 'Service of the driver',
    rows: [
      ['3.4.0', '.driver.service.ipFamilyPolicy'],
      ['3.4.0', '.driver.service.ipFamilies'],
      ['4.3.0', '.driver.service.publishNotReadyAddresses'],
      ['3.4.0', '.driver.service.label.', '-', 'text', 'Label of the Service.'],
      ['3.0.0', '.driver.service.annotation.', '-', 'text', 'Annotation of the Service.'],
    ],
  },
  {
    // Executors are made from what was submitted, and from sizes, environment and Java options the driver reports.
    use: 'executor pods',
    rows: [
      ['2.3.0', '.executor.container.image'],
      ['2.3.0', '.executor.podNamePrefix'],
      ['3.1.0', '.authenticate.executor.serviceAccountName'],
      ['2.4.0', '.executor.request.cores'],
      ['2.3.0', '.executor.limit.cores'],
      ['3.0.0', '.executor.scheduler.name'],
      ['4.3.0', '.executor.securityContext.allowPrivilegeEscalation'],
      ['3.0.0', '.executor.podTemplateFile', '-', 'text', 'Template of the executor pods.'],
      ['3.0.0', '.executor.podTemplateContainerName'],
      ['3.2.0', '.executor.pod.featureSteps', '-', 'comma list', 'Classes that add to the pod.'],
      ['4.1.0', '.executor.pod.excludedFeatureSteps', '-', 'comma list', 'Classes left out.'],
      ['4.1.0', '.executor.terminationGracePeriodSeconds'],
      ['4.1.0', '.executor.useDriverPodIP'],
      ['3.2.0', '.decommission.script'],
      ['3.0.0', '.executor.hadoopConfigMapName', '-', 'text', 'Internal: set by the driver.'],
      ['3.3.0', '.executor.node.selector.', '-', 'text', 'Label that its node must have.'],
      ['2.3.0', '.executor.label.', '-', 'text', 'Label of the pods.'],
      ['2.3.0', '.executor.annotation.', '-', 'text', 'Annotation of the pods.'],
      ['2.3.0', '.executor.secrets.', '-', 'text', 'Directory that the secret is mounted at.'],
      ['2.4.0', '.executor.secretKeyRef.', '-', 'secret:key', 'Variable from a secret.'],
      ['2.4.0', '.executor.volumes.', '-', 'text', 'TYPE.NAME.mount.path and other options.'],
      ['0.9.0', 'spark.executorEnv.', '-', 'text', 'Variable of the executors.'],
      ['3.0.0', 'spark.executor.resource.', '-', 'text', 'NAME.amount and NAME.vendor of devices.'],
      ['0.7.0', 'spark.executor.memory'],
      ['2.3.0', 'spark.executor.memoryOverhead'],
      ['4.0.0', 'spark.executor.minMemoryOverhead'],
      ['3.3.0', 'spark.executor.memoryOverheadFactor'],
      ['1.0.0', 'spark.executor.cores'],
      ['0.5.0', 'spark.task.cpus'],
      ['2.4.0', 'spark.executor.pyspark.memory'],
      ['1.6.0', 'spark.memory.offHeap.enabled'],
      ['1.6.0', 'spark.memory.offHeap.size'],
      ['1.0.0', 'spark.executor.extraJavaOptions'],
      ['3.0.0', 'spark.executor.defaultJavaOptions'],
      ['1.0.0', 'spark.executor.extraClassPath'],
      ['1.0.0', 'spark.executor.extraLibraryPath'],
      ['3.0.0', 'spark.ui.custom.executor.log.url'],
      ['3.0.0', 'spark.authenticate.secret.file.executor'],
      ['3.0.0', 'spark.authenticate.secret.file'],
      ['3.1.0', 'spark.decommission.enabled'],
    ],
  },
  {
    // The operator goes by these in the driver's stead: how many pods it asks for at a time, how long it waits for them.
    use: 'control loop of the executors',
    rows: [
      ['3.3.0', '.allocation.pods.allocator'],
      ['2.3.0', '.allocation.batch.size'],
      ['2.3.0', '.allocation.batch.delay'],
      ['4.1.0', '.allocation.maximum'],
      ['3.2.0', '.allocation.maxPendingPods'],
      ['4.1.0', '.allocation.maxPendingPodsPerRp'],
      ['4.2.0', '.allocation.recoveryMode.enabled'],
      ['3.1.0', '.allocation.executor.timeout'],
      ['3.1.3', '.allocation.driver.readinessTimeout'],
      ['3.2.0', '.driver.reusePersistentVolumeClaim'],
      ['3.4.0', '.driver.waitToReusePersistentVolumeClaim'],
      ['3.0.0', '.executor.deleteOnTermination'],
      ['3.4.0', '.executor.enableApiPolling'],
      ['3.4.0', '.executor.enableApiWatcher'],
      ['3.3.0', '.executor.enablePollingWithResourceVersion'],
      ['2.4.0', '.executor.apiPollingInterval'],
      ['3.3.0', '.executor.decommissionLabel'],
      ['3.3.0', '.executor.decommissionLabelValue'],
      ['2.4.0', '.executor.eventProcessingInterval'],
      ['3.1.1', '.executor.missingPodDetectDelta'],
      ['3.1.0', '.executor.checkAllContainers'],
      ['1.2.0', 'spark.dynamicAllocation.executorIdleTimeout'],
      ['3.0.0', '.dynamicAllocation.deleteGracePeriod'],
      ['3.2.0', 'spark.executor.decommission.forceKillTimeout'],
      ['3.5.0', 'spark.executor.maxNumFailures'],
      ['3.5.0', 'spark.executor.failuresValidityInterval'],
    ],
  },
  {
    // The driver reads them from its file; the operator does not look at them, except where some are forced.
    use: 'Spark in the driver',
    rows: [
      ['1.0.0', 'spark.executor.instances'],
      ['1.2.0', 'spark.dynamicAllocation.enabled'],
      ['1.2.0', 'spark.dynamicAllocation.minExecutors', '0', 'count', 'Never fewer executors.'],
      ['1.2.0', 'spark.dynamicAllocation.maxExecutors'],
      ['3.0.0', 'spark.streaming.dynamicAllocation.enabled'],
      ['3.0.0', 'spark.streaming.dynamicAllocation.maxExecutors'],
      ['1.3.0', 'spark.dynamicAllocation.initialExecutors', 'minExecutors', 'count', 'First executors.'],
      ['3.0.0', 'spark.dynamicAllocation.shuffleTracking.enabled', 'true', FLAG, 'Keep executors with data.'],
      ['3.0.0', 'spark.dynamicAllocation.shuffleTracking.timeout', 'infinity', 'ms', 'How long they stay.'],
      ['3.1.0', 'spark.storage.decommission.enabled', 'false', FLAG, 'Move cached and shuffled blocks, too.'],
      ['1.0.0', 'spark.authenticate', 'false', FLAG, 'Driver and executors share a secret.'],
      ['1.0.0', 'spark.authenticate.secret', '-', 'text', 'The secret itself.'],
      ['3.3.0', '.executor.rollInterval', '0', 's', 'Time between two executors being replaced.'],
      ['3.3.0', '.executor.rollPolicy', 'OUTLIER', 'text', 'Which executor is replaced.'],
      ['3.3.0', '.executor.minTasksPerExecutorBeforeRolling', '0', 'count', 'Tasks until it may be.'],
      ['3.0.0', '.driver.master', 'https://kubernetes.default.svc', 'text', 'API server, or local.'],
      ['3.0.0', '.driver.requestTimeout', '10000', 'ms', 'Of requests of the driver.'],
      ['3.0.0', '.driver.connectionTimeout', '10000', 'ms', 'Of connections of the driver.'],
      ['3.2.0', '.trust.certificates', 'false', FLAG, 'Take any certificate of the API server.'],
      ['3.2.0', '.executor.disableConfigMap', 'false', FLAG, 'Make no ConfigMap for executors.'],
      ['3.2.0', '.driver.service.deleteOnTermination', 'true', FLAG, 'Delete the Service at the end.'],
      ['3.2.0', '.driver.ownPersistentVolumeClaim', 'true', FLAG, 'Claims belong to the driver.'],
      ['4.1.0', '.driver.annotateExitException', 'false', FLAG, 'Write into the pod why it failed.'],
      ['4.0.0', '.jars.avoidDownloadSchemes', '-', 'comma list', 'Schemes the driver leaves alone.'],
      ['2.4.0', '.submitInDriver', 'false', FLAG, 'Internal: true in the driver.'],
      ['3.5.0', '.setSubmitTimeInDriver', 'true', FLAG, 'Internal: time of the submission.'],
    ],
  },
  {
    // Of the client that submits, and that reports what becomes of it.
    use: 'nowhere',
    because: 'it is for spark-submit, and no spark-submit runs',
    rows: [
      ['3.0.0', '.context', '-', 'text', 'Context of the kubeconfig.'],
      ['3.0.0', '.submission.requestTimeout', '10000', 'ms', 'Of requests of the submitter.'],
      ['3.0.0', '.submission.connectionTimeout', '10000', 'ms', 'Of connections of the submitter.'],
      ['2.3.0', '.submission.waitAppCompletion', 'true', FLAG, 'Wait for the end of the application.'],
      ['2.3.0', '.report.interval', '1000', 'ms', 'Time between two reports of its state.'],
      ['3.0.0', '.appKillPodDeletionGracePeriod', '-', 's', 'Time from asking to killing.'],
      ...['submission.', ''].flatMap((role): readonly Row[] => [
        ['2.3.0', `.authenticate.${role}oauthToken`, '-', 'text', 'Token of the submitter.'],
        ['2.3.0', `.authenticate.${role}oauthTokenFile`, '-', 'text', 'The same, from a file.'],
        ['2.3.0', `.authenticate.${role}clientKeyFile`, '-', 'text', 'Key of the submitter.'],
        ['2.3.0', `.authenticate.${role}clientCertFile`, '-', 'text', 'Its certificate.'],
        ['2.3.0', `.authenticate.${role}caCertFile`, '-', 'text', 'CA of the API server.'],
      ]),
    ],
  },
  {
    // Of Spark's own way to make executors.
    use: 'nowhere',
    because: 'the operator makes the executors, from its own caches and from the executor set',
    inDriverMode: true,
    rows: [
      ['4.1.0', '.executor.deletedExecutorsCacheTimeout', '180', 's', 'Time one is remembered.'],
      ['3.4.0', '.executorSnapshotsSubscribersShutdownGracePeriod', '20', 's', 'Time to end.'],
      ['4.2.0', '.executor.podDeletionCost', '-', 'count', 'Which pod a Deployment removes first.'],
    ],
  },
  {
    // Of ExecutorResizePlugin and ExecutorPVCResizePlugin.
    use: 'nowhere',
    because: 'a plugin that changes pods needs rights that drivers do not have',
    inDriverMode: true,
    rows: [
      ['4.2.0', '.executor.resizeInterval', '60', 's', 'Time between two looks at memory.'],
      ['4.2.0', '.executor.resizeThreshold', '0.9', 'share', 'Memory in use that is too much.'],
      ['4.2.0', '.executor.resizeFactor', '0.1', 'share', 'How much more it gets.'],
      ['4.2.0', '.executor.pvc.resizeInterval', '5', 'min', 'Time between two looks at claims.'],
      ['4.2.0', '.executor.pvc.resizeThreshold', '0.5', 'share', 'Space in use that is too much.'],
      ['4.2.0', '.executor.pvc.resizeFactor', '1.0', 'share', 'How much more it gets.'],
    ],
  },
  {
    // Gang scheduling.
    use: 'nowhere',
    because: 'it is read by a feature step that is a class of Spark',
    rows: [
      ['3.3.0', '.scheduler.volcano.podGroupTemplateFile', '-', 'text', 'PodGroup of Volcano.'],
      ['4.2.0', '.scheduler.volcano.podGroupTemplateJson', '-', 'text', 'PodGroup of Volcano.'],
    ],
  },
  {
    use: 'nowhere',
    because: 'it is internal to Spark or no longer read',
    rows: [
      ['3.0.0', '.driver.resourceNamePrefix', '-', 'text', 'Start of all names, for tests of Spark.'],
      ['2.4.0', '.pyspark.pythonVersion', '-', 'text', 'Version of Python; gone with Spark 4.1.'],
    ],
  },
];
