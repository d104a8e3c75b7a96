import { APP_NAME_LABEL } from '../api/labels.ts';
import type { DriverRoute } from '../api/outside-access.ts';
import type { Violation } from '../api/violation.ts';
import { INGRESSES, type IngressManifest } from '../manifest/ingress.ts';
import { SERVICES, type ServiceManifest } from '../manifest/service.ts';
import { planned, type PlannedObject } from '../pod/planned-object.ts';
import { CONF } from '../spark/conf-keys.ts';
import { ROLE_LABEL } from '../spark/labels.ts';
import type { SparkConf } from '../spark/spark-conf.ts';
import type { Attempt } from './attempt.ts';
import type { Check } from './check.ts';
import { fittingName } from './fitting-name.ts';
import { ingressAddress, isAddressFormat, type IngressAddress } from './ingress-address.ts';

/** What whoever installs the operator decides about ways to drivers. */
export interface RouteSettings {
  /** Every application gets a Service of Spark's pages, not only those that say something about it. @default false */
  readonly uiService?: boolean;
  /** Where Spark's pages answer: each application with such a Service gets an Ingress. @default no Ingress */
  readonly ingressUrlFormat?: string | undefined;
  /** @default the cluster's own default */
  readonly ingressClassName?: string | undefined;
}

/** What the status says of Spark's pages, by the names that existing tools read. */
export interface WebUi {
  readonly webUIServiceName: string;
  readonly webUIPort: number;
  /** Address and port within the cluster; the API server chooses it. */
  readonly webUIAddress?: string;
  readonly webUIIngressName?: string;
  readonly webUIIngressAddress?: string;
}

/** Ways to the driver from outside of its pod's network. */
export interface DriverRoutes {
  readonly objects: readonly PlannedObject[];
  /** Of Spark's pages; undefined where none leads to them. */
  readonly webUi: WebUi | undefined;
  /** What Spark has to know of its own address. */
  readonly properties: readonly (readonly [string, string])[];
}

/**
 * One way, with everything decided: a Service of that name and port, which leads to a port of the driver, and an Ingress
 * where there is an address.
 */
interface Way {
  readonly service: string;
  readonly ingress: string;
  readonly port: number;
  readonly targetPort: number;
  readonly portName: string;
  readonly route: DriverRoute;
  readonly address: IngressAddress | undefined;
}

/**
 * Services, and Ingresses where there is an address for them: of Spark's pages, and of each port in
 * `spec.driverIngressOptions`.
 *
 * Names are those that people's tools know from the kubeflow operator. All goes with the attempt, since it leads nowhere
 * once the driver has ended.
 */
export function driverRoutes(attempt: Attempt, conf: SparkConf, settings: RouteSettings): DriverRoutes {
  const ui = uiWay(attempt, conf, settings);
  const ways = [...(ui === undefined ? [] : [ui]), ...otherWays(attempt)];
  return {
    objects: ways.flatMap((way) => objectsOf(way, attempt, settings)),
    webUi: ui && webUiOf(ui),
    properties: ui?.address === undefined || ui.address.path === '' ? [] : behindPath(ui.address.path, conf),
  };
}

/** Formats of which no address comes. */
export const ingressAddressUnreadable: Check = ({ spec }) =>
  (spec.driverIngressOptions ?? []).flatMap(({ ingressURLFormat = '' }, index): readonly Violation[] => {
    if (ingressURLFormat === '' || isAddressFormat(ingressURLFormat)) return [];
    const path = `spec.driverIngressOptions[${index}].ingressURLFormat`;
    const message = `"${ingressURLFormat}" gives no address. Write a host, and a path where there is one, for example {{$appName}}.example.org.`;
    return [{ path, message }];
  });

const UI_PORT = 4040;

/** Undefined where nobody has asked for it, or there are no pages. */
function uiWay(attempt: Attempt, conf: SparkConf, settings: RouteSettings): Way | undefined {
  const { metadata, spec } = attempt.application;
  const { uiService = false, ingressUrlFormat } = settings;
  const isAsked = spec.sparkUIOptions !== undefined || uiService || ingressUrlFormat !== undefined;
  const targetPort = uiPort(conf);
  if (!isAsked || targetPort === undefined) return undefined;
  const { servicePort = UI_PORT, ...route } = spec.sparkUIOptions ?? { servicePort: targetPort };
  return {
    service: fittingName(metadata.name, '-ui-svc'),
    ingress: fittingName(metadata.name, '-ui-ingress'),
    port: servicePort,
    targetPort,
    portName: route.servicePortName ?? 'spark-driver-ui-port',
    route,
    address: ingressAddress(ingressUrlFormat ?? '', attempt),
  };
}

/** Undefined where there are no pages, or nobody knows yet where. */
function uiPort(conf: SparkConf): number | undefined {
  const port = conf.read(CONF.uiPort);
  return conf.get('spark.ui.enabled') === 'false' || port === 0 ? undefined : port;
}

/** Each entry by its port: the CRD takes each port once. */
function otherWays(attempt: Attempt): readonly Way[] {
  const { metadata, spec } = attempt.application;
  return (spec.driverIngressOptions ?? []).map((route) => ({
    service: fittingName(metadata.name, `-driver-${route.servicePort}`),
    ingress: fittingName(metadata.name, `-ing-${route.servicePort}`),
    port: route.servicePort,
    targetPort: route.servicePort,
    portName: route.servicePortName ?? `driver-ing-${route.servicePort}`,
    route,
    address: ingressAddress(route.ingressURLFormat ?? '', attempt),
  }));
}

function objectsOf(way: Way, attempt: Attempt, settings: RouteSettings): readonly PlannedObject[] {
  const service = planned(SERVICES, serviceOf(way, attempt));
  if (way.address === undefined) return [service];
  return [service, planned(INGRESSES, ingressOf(way, way.address, settings.ingressClassName))];
}

/**
 * It selects the driver by application and role, not by attempt: there is one driver at a time, and an address that people
 * have noted leads to the present one.
 */
function serviceOf({ service, port, targetPort, portName, route }: Way, attempt: Attempt): ServiceManifest {
  const { serviceAnnotations, serviceLabels, serviceType = 'ClusterIP' } = route;
  return {
    apiVersion: SERVICES.apiVersion,
    kind: SERVICES.kind,
    metadata: {
      name: service,
      ...(serviceLabels && { labels: serviceLabels }),
      ...(serviceAnnotations && { annotations: serviceAnnotations }),
    },
    spec: {
      type: serviceType,
      selector: { [APP_NAME_LABEL]: attempt.application.metadata.name, [ROLE_LABEL]: 'driver' },
      ports: [{ name: portName, port, targetPort, protocol: 'TCP' }],
    },
  };
}

/** Behind a path the rest of it has to reach the driver without the path; ingress-nginx is told how. */
const REWRITE = { 'nginx.ingress.kubernetes.io/rewrite-target': '/$2' };

/**
 * One host and one path. The order of annotations counts: those of the application win, so that another proxy than
 * ingress-nginx can be told in its own words.
 */
function ingressOf(
  { ingress, service, port, route }: Way,
  { host, path }: IngressAddress,
  ingressClassName: string | undefined,
): IngressManifest {
  const annotations = { ...(path === '' ? {} : REWRITE), ...route.ingressAnnotations };
  const backend = { service: { name: service, port: { number: port } } };
  const paths = [
    {
      path: path === '' ? '/' : `${path}(/|$)(.*)`,
      pathType: path === '' ? ('Prefix' as const) : ('ImplementationSpecific' as const),
      backend,
    },
  ];
  return {
    apiVersion: INGRESSES.apiVersion,
    kind: INGRESSES.kind,
    metadata: { name: ingress, ...(Object.keys(annotations).length > 0 && { annotations }) },
    spec: {
      ...(ingressClassName !== undefined && { ingressClassName }),
      rules: [{ host, http: { paths } }],
      ...((route.ingressTLS ?? []).length > 0 && { tls: route.ingressTLS }),
    },
  };
}

/** Links of the pages begin with the path, and redirects are left to the proxy. What the application sets stays. */
function behindPath(path: string, conf: SparkConf): readonly (readonly [string, string])[] {
  const properties = [
    ['spark.ui.proxyBase', path],
    ['spark.ui.proxyRedirectUri', '/'],
  ] as const;
  return properties.filter(([key]) => !conf.has(key));
}

const webUiOf = ({ service, port, ingress, address }: Way): WebUi => ({
  webUIServiceName: service,
  webUIPort: port,
  ...(address && { webUIIngressName: ingress, webUIIngressAddress: address.url }),
});
