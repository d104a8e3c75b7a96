import { describe, expect, test } from '@jest/globals';
import { attemptOf } from '../../../src/submission/attempt.ts';
import { driverRoutes, type RouteSettings } from '../../../src/submission/driver-routes.ts';
import { planSubmission } from '../../../src/submission/plan-submission.ts';
import { sparkConfOfApplication } from '../../../src/submission/spark-conf-of-application.ts';
import { validateApplication } from '../../../src/submission/validate-application.ts';
import { application } from './samples.ts';

type Spec = Parameters<typeof application>[0];

function routesOf(spec: Spec, settings: RouteSettings = {}, name = 'pi') {
  const attempt = attemptOf(application(spec, { name }), 1, 0);
  const { objects, ...rest } = driverRoutes(attempt, sparkConfOfApplication(attempt), settings);
  return { ...rest, objects: objects.map(({ object }) => object) };
}

const FORMAT = { ingressUrlFormat: '{{$appName}}.example.org' };

describe("Spark's pages", () => {
  test('have no Service where nobody asks for one', () => {
    expect(routesOf({})).toEqual({ objects: [], webUi: undefined, properties: [] });
  });

  test.each<{ readonly name: string; readonly spec: Spec; readonly settings?: RouteSettings }>([
    { name: 'are switched off', spec: { sparkConf: { 'spark.ui.enabled': 'false' }, sparkUIOptions: {} } },
    {
      name: 'are at a port nobody knows yet',
      spec: { sparkConf: { 'spark.ui.port': '0' } },
      settings: { uiService: true },
    },
  ])('have none where they $name', ({ spec, settings }) => {
    expect(routesOf(spec, settings).objects).toEqual([]);
  });

  test('have one where whoever installs the operator wants it, at their own port', () => {
    const { objects, webUi } = routesOf({ sparkConf: { 'spark.ui.port': '4050' } }, { uiService: true });
    expect(objects).toEqual([
      {
        apiVersion: 'v1',
        kind: 'Service',
        metadata: { name: 'pi-ui-svc' },
        spec: {
          type: 'ClusterIP',
          selector: { 'sparkoperator.k8s.io/app-name': 'pi', 'spark-role': 'driver' },
          ports: [{ name: 'spark-driver-ui-port', port: 4050, targetPort: 4050, protocol: 'TCP' }],
        },
      },
    ]);
    expect(webUi).toEqual({ webUIServiceName: 'pi-ui-svc', webUIPort: 4050 });
  });

  test('have one as the application wants it', () => {
    const sparkUIOptions = {
      servicePort: 80,
      servicePortName: 'http',
      serviceType: 'NodePort',
      serviceAnnotations: { a: 'b' },
      serviceLabels: { c: 'd' },
    };
    expect(routesOf({ sparkUIOptions, sparkConf: { 'spark.ui.port': '4050' } }).objects).toMatchObject([
      {
        metadata: { annotations: { a: 'b' }, labels: { c: 'd' } },
        spec: { type: 'NodePort', ports: [{ name: 'http', port: 80, targetPort: 4050 }] },
      },
    ]);
    expect(routesOf({ sparkUIOptions: {}, sparkConf: { 'spark.ui.port': '4050' } }).webUi?.webUIPort).toBe(
      4040,
    );
  });

  test('have an Ingress where there is an address for them', () => {
    const sparkUIOptions = {
      ingressAnnotations: { e: 'f' },
      ingressTLS: [{ hosts: ['pi.example.org'], secretName: 'tls' }],
    };
    const { objects, webUi, properties } = routesOf(
      { sparkUIOptions },
      { ...FORMAT, ingressClassName: 'nginx' },
    );
    expect(objects[1]).toEqual({
      apiVersion: 'networking.k8s.io/v1',
      kind: 'Ingress',
      metadata: { name: 'pi-ui-ingress', annotations: { e: 'f' } },
      spec: {
        ingressClassName: 'nginx',
        rules: [
          {
            host: 'pi.example.org',
            http: {
              paths: [
                {
                  path: '/',
                  pathType: 'Prefix',
                  backend: { service: { name: 'pi-ui-svc', port: { number: 4040 } } },
                },
              ],
            },
          },
        ],
        tls: [{ hosts: ['pi.example.org'], secretName: 'tls' }],
      },
    });
    expect(webUi).toMatchObject({
      webUIIngressName: 'pi-ui-ingress',
      webUIIngressAddress: 'http://pi.example.org',
    });
    expect(properties).toEqual([]);
  });

  test('know of the path they answer at, unless the application says it', () => {
    const settings = { ingressUrlFormat: 'example.org/{{$appName}}' };
    const { objects, properties } = routesOf({ sparkConf: { 'spark.ui.proxyRedirectUri': 'x' } }, settings);
    expect(objects[1]).toMatchObject({
      metadata: { annotations: { 'nginx.ingress.kubernetes.io/rewrite-target': '/$2' } },
      spec: { rules: [{ http: { paths: [{ path: '/pi(/|$)(.*)', pathType: 'ImplementationSpecific' }] } }] },
    });
    expect(properties).toEqual([['spark.ui.proxyBase', '/pi']]);
    const plan = planSubmission({
      application: application(),
      attempt: 1,
      submittedAtMs: 0,
      settings: { pluginConfigMapName: 'p', sparkUser: 's', routes: settings },
    });
    expect(plan.configMapData['spark.properties']).toContain('spark.ui.proxyBase=/pi');
  });

  test('have names of at most 63 characters', () => {
    const { objects } = routesOf({ sparkUIOptions: {} }, FORMAT, 'p'.repeat(63));
    const names = objects.map(({ metadata }) => metadata.name);
    expect(names).toEqual([
      expect.stringMatching(/^p{47}-[0-9a-f]{8}-ui-svc$/u),
      expect.stringMatching(/^p{43}-[0-9a-f]{8}-ui-ingress$/u),
    ]);
  });
});

describe('other ports of the driver', () => {
  test('have a Service each, and an Ingress where they have an address', () => {
    const driverIngressOptions = [
      { servicePort: 15002, ingressURLFormat: '{{$appName}}-connect.example.org' },
      { servicePort: 10000, servicePortName: 'thrift' },
    ];
    const { objects, webUi } = routesOf({ driverIngressOptions });
    expect(objects).toMatchObject([
      {
        kind: 'Service',
        metadata: { name: 'pi-driver-15002' },
        spec: { ports: [{ name: 'driver-ing-15002', port: 15002, targetPort: 15002 }] },
      },
      {
        kind: 'Ingress',
        metadata: { name: 'pi-ing-15002' },
        spec: { rules: [{ host: 'pi-connect.example.org' }] },
      },
      { kind: 'Service', metadata: { name: 'pi-driver-10000' }, spec: { ports: [{ name: 'thrift' }] } },
    ]);
    expect(webUi).toBeUndefined();
  });

  test('are refused with an address that is none', () => {
    const driverIngressOptions = [{ servicePort: 80, ingressURLFormat: 'a b' }];
    expect(validateApplication(application({ driverIngressOptions }))).toMatchObject([
      {
        path: 'spec.driverIngressOptions[0].ingressURLFormat',
        message: expect.stringContaining('"a b" gives no address. Write a host'),
      },
    ]);
  });
});

test('everything goes with the attempt, by its labels and owner', () => {
  const plan = planSubmission({
    application: application({ sparkUIOptions: { serviceLabels: { c: 'd' } } }),
    attempt: 1,
    submittedAtMs: 0,
    settings: { pluginConfigMapName: 'p', sparkUser: 's', routes: FORMAT },
  });
  const routes = plan.sideObjects.filter(({ object }) => object.metadata.name.startsWith('pi-ui-'));
  expect(routes).toHaveLength(2);
  for (const { object } of routes) {
    expect(object.metadata).toMatchObject({
      namespace: 'jobs',
      labels: { 'sparkoperator.k8s.io/submission-id': plan.submissionId },
      ownerReferences: [{ kind: 'SparkApplication', name: 'pi' }],
    });
  }
});
