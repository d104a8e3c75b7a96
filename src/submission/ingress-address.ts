import type { Attempt } from './attempt.ts';

/** Where an Ingress answers. */
export interface IngressAddress {
  /** As people type it. */
  readonly url: string;
  readonly host: string;
  /** From the root, without a slash at its end; empty: all of the host. */
  readonly path: string;
}

/** What stands in braces in a format, as files have it: `{{$appName}}.example.org`. */
const PLACEHOLDER = /\{\{\s*\$(appName|appNamespace|appId)\s*\}\}/gu;

/**
 * Reads a format of addresses for one attempt; undefined where no host comes of it.
 *
 * Without a scheme it means `http:`.
 */
export const ingressAddress = (format: string, attempt: Attempt): IngressAddress | undefined =>
  addressOf(format, {
    appName: attempt.application.metadata.name,
    appNamespace: attempt.namespace,
    appId: attempt.ids.appId,
  });

function addressOf(
  format: string,
  values: Readonly<Record<'appName' | 'appNamespace' | 'appId', string>>,
): IngressAddress | undefined {
  const text = format.replaceAll(PLACEHOLDER, (_, name: keyof typeof values) => values[name]);
  const url = text.startsWith('/')
    ? null
    : URL.parse(/^[a-z][a-z0-9+.-]*:\/\//iu.test(text) ? text : `http://${text}`);
  if (url === null || !HOST.test(url.hostname)) return undefined;
  const path = url.pathname.replace(/\/+$/u, '');
  return { url: `${url.protocol}//${url.host}${path}`, host: url.hostname, path };
}

/** Whether addresses come of the format, whatever the application. */
export const isAddressFormat = (format: string): boolean =>
  addressOf(format, { appName: 'a', appNamespace: 'a', appId: 'a' }) !== undefined;

/** A name of the DNS: an Ingress takes no address by number. */
const HOST = /^(?=.{1,253}$)(?!.*\.\d+$)[a-z0-9]([-a-z0-9]*[a-z0-9])?(\.[a-z0-9]([-a-z0-9]*[a-z0-9])?)*$/u;
