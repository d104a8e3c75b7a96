import { rules, type Rule } from './schema.ts';

/*
 * What can be seen to be wrong from the spec of an application alone. A rule refuses only what could never run, here or
 * under the kubeflow operator, whose webhook knows the same rules; the submission checks all this once more, in the words
 * of `submission/decide-submission.ts`, for those who ask before they apply.
 */

/** In client mode the driver would be a process of whoever submits. */
const clusterMode: Rule = {
  rule: "!has(self.mode) || self.mode == 'cluster'",
  message: 'the driver always runs in a pod of its own: remove the field, or write cluster',
  fieldPath: '.mode',
};

/** As `spark-submit` has it: what runs follows from the ending of the file, else from the type. */
const mainClassKnown: Rule = {
  rule: [
    "has(self.mainClass) && self.mainClass != ''",
    "self.mainApplicationFile.endsWith('.py')",
    "self.mainApplicationFile.endsWith('.R')",
    "self.mainApplicationFile.endsWith('.r')",
    "self.type in ['Python', 'R'] && !self.mainApplicationFile.endsWith('.jar')",
  ].join(' || '),
  message: 'a jar does not say what to run: set spec.mainClass to the class with the main method',
  fieldPath: '.mainClass',
};

/**
 * Each role needs one, its own or that of both. No template stands in for it.
 *
 * @see Spark `BasicDriverFeatureStep`
 */
const imageKnown: Rule = {
  rule: 'has(self.image) || has(self.driver.image) && has(self.executor.image)',
  message: 'driver and executors need an image: set spec.image, for example to apache/spark:4.3.0',
  fieldPath: '.image',
};

/** Rules over the whole spec. */
export const SPEC_RULES = rules(clusterMode, mainClassKnown, imageKnown);

const ROLES = ['', '.driver', '.executor'];
const TOKENS = ROLES.flatMap((role) =>
  ['oauthToken', 'oauthTokenFile'].map((name) => `spark.kubernetes.authenticate${role}.${name}`),
);

/**
 * What the webhook of the kubeflow operator refuses, too, each with what to do; the submission refuses more. Identity and
 * images have fields of their own, so that who may write them can be ruled by policy.
 */
export const DENIED_PROPERTIES: Readonly<Record<string, string>> = {
  'spark.master': 'remove it: the driver runs in the cluster of its operator',
  'spark.kubernetes.driver.master': 'remove it: the driver runs in the cluster of its operator',
  'spark.kubernetes.container.image': 'set spec.image',
  'spark.kubernetes.driver.container.image': 'set spec.driver.image',
  'spark.kubernetes.executor.container.image': 'set spec.executor.image',
  'spark.kubernetes.authenticate.driver.serviceAccountName': 'set spec.driver.serviceAccount',
  'spark.kubernetes.authenticate.executor.serviceAccountName': 'set spec.executor.serviceAccount',
  ...Object.fromEntries(TOKENS.map((key) => [key, 'remove it, and give rights to the service account'])),
};

/**
 * Of `sparkConf`: a rule for each key, so that the message can name the field to use instead. A single rule over the whole
 * list would have to build its message, and the API server gives no rule that much work.
 */
export const SPARK_CONF_RULES = rules(
  ...Object.entries(DENIED_PROPERTIES).map(([key, remedy]) => ({
    rule: `!('${key}' in self)`,
    message: `${key} is not allowed: ${remedy}`,
  })),
);

/** Of the block `dynamicAllocation`, which nobody reads while it is off. @see Spark `ExecutorAllocationManager.validateSettings` */
export const DYNAMIC_ALLOCATION_RULES = rules(
  {
    rule: '!has(self.enabled) || !self.enabled || !has(self.maxExecutors) || !has(self.minExecutors) || self.minExecutors <= self.maxExecutors',
    message: 'minExecutors is above maxExecutors: lower it, or raise maxExecutors',
    fieldPath: '.minExecutors',
  },
  {
    rule: '!has(self.enabled) || !self.enabled || !has(self.maxExecutors) || self.maxExecutors > 0',
    message: 'with maxExecutors 0 nothing could run: write 1 or more, or remove it',
    fieldPath: '.maxExecutors',
  },
);

/**
 * Of `driver.podName`: a DNS subdomain.
 *
 * @see Kubernetes `IsDNS1123Subdomain`
 */
export const POD_NAME_RULES = rules({
  rule: "self.matches('^[a-z0-9]([-a-z0-9]*[a-z0-9])?([.][a-z0-9]([-a-z0-9]*[a-z0-9])?)*$')",
  message:
    'not the name of a pod: use lower-case letters, digits, dashes and dots, with a letter or digit at both ends',
});

/** Of `driverIngressOptions`: each becomes a Service and an Ingress, named by its port. */
export const INGRESS_RULES = rules(
  {
    rule: 'self.all(one, self.exists_one(other, other.servicePort == one.servicePort))',
    message: 'two entries have the same servicePort, which their Services are named by: write each port once',
  },
  {
    rule: "self.filter(one, has(one.ingressURLFormat) && one.ingressURLFormat != '').all(one, self.exists_one(other, has(other.ingressURLFormat) && other.ingressURLFormat == one.ingressURLFormat))",
    message: 'two entries have the same ingressURLFormat: each Ingress needs an address of its own',
  },
);
